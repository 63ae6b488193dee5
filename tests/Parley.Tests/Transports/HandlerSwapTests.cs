using System.Buffers;
using System.Net;
using Parley.TestSupport;

namespace Parley.Tests.Transports;

/// <summary>A transport goes from one owner to another, as from an HTTP server to a connection, and loses nothing.</summary>
public sealed class HandlerSwapTests : IDisposable
{
    private readonly EpollLoop _loop = EpollPair.CreateLoop();

    public void Dispose() => _loop.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task However_often_owners_change_every_byte_comes_once_and_in_its_place(int seed)
    {
        (EpollTransport near, EpollTransport far) = await EpollPair.ConnectAsync(_loop, IPAddress.Loopback);
        var one = new SwappingEnd(near, seed);
        var two = new SwappingEnd(far, seed + 100);
        await _loop.CallAsync(() => SwappingEnd.Begin(one, two));
        await one.Done;
        await two.Done;
        await _loop.CallAsync(() => near.Close());
        Assert.Null(await one.Closed);
        Assert.Null(await two.Closed);
    }

    [Fact]
    public async Task Whoever_takes_over_while_bytes_wait_is_told_that_they_have_drained()
    {
        (EpollTransport near, EpollTransport far) = await EpollPair.ConnectAsync(_loop, IPAddress.Loopback);
        (TransportProbe before, TransportProbe after, TransportProbe peer) = (new(), new(), new());
        (near.Handler, far.Handler) = (before, peer);
        byte[] bytes = new byte[32 * 1024 * 1024];
        NumberedBytes.Fill(bytes, 0);
        await _loop.CallAsync(() =>
        {
            near.Start();
            near.Write(bytes);
            Assert.Equal(FlushStatus.Pending, near.Flush());
            near.Handler = after;
            near.Write("by the next"u8);
            far.Start();
        });
        await after.Drained;
        byte[] received = await peer.ReceivedAsync(bytes.Length + 11);
        Assert.Equal(bytes.Length, NumberedBytes.FirstWrong(received.AsSpan(0, bytes.Length), 0));
        Assert.Equal("by the next"u8, received.AsSpan(bytes.Length));
        await _loop.CallAsync(() => Assert.Equal((0, 0L), (before.BatchEnds, near.UnsentBytes)));
    }

    [Fact]
    public async Task Whoever_takes_over_what_is_paused_gets_what_came_meanwhile_and_only_once_it_resumes()
    {
        (EpollTransport near, EpollTransport far) = await EpollPair.ConnectAsync(_loop, IPAddress.Loopback);
        (TransportProbe before, TransportProbe after) = (new(), new());
        before.Arriving = _ => near.PauseReading();
        near.Handler = before;
        await _loop.CallAsync(() =>
        {
            near.Start();
            far.Start();
            far.Write("request"u8);
            far.Flush();
        });
        Assert.Equal("request"u8.ToArray(), await before.ReceivedAsync(7));
        await _loop.CallAsync(() =>
        {
            far.Write("frames"u8);
            far.Flush();
        });
        await _loop.CallAsync(() => near.Handler = after);
        await _loop.CallAsync(near.ResumeReading);
        Assert.Equal("frames"u8.ToArray(), await after.ReceivedAsync(6));
        Assert.Equal(7, (await before.ReceivedAsync(0)).Length);
    }

    [Fact]
    public async Task The_end_is_told_to_the_owner_of_the_moment_and_nothing_follows_it()
    {
        (EpollTransport near, EpollTransport far) = await EpollPair.ConnectAsync(_loop, IPAddress.Loopback);
        (TransportProbe before, TransportProbe after) = (new(), new());
        near.Handler = before;
        await _loop.CallAsync(() =>
        {
            near.Start();
            far.Start();
            near.Close();
            near.Handler = after;
        });
        Assert.Null(await after.Closed);

        // Whoever asked for a flush and was closed in the same iteration hears no more either.
        await _loop.CallAsync(() => near.FlushLater());
        await _loop.CallAsync(static () => { });
        Assert.Equal((0, 0, 1), (before.ClosedCount, after.BatchEnds, after.ClosedCount));
    }
}
