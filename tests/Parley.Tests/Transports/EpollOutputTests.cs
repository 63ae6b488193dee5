using System.Buffers;
using System.Net;
using Parley.Protocol;
using Parley.TestSupport;

namespace Parley.Tests.Transports;

/// <summary>What is staged leaves in the order of its staging, at whichever of its three places it lay.</summary>
public sealed class EpollOutputTests : IDisposable
{
    private readonly EpollLoop _loop = EpollPair.CreateLoop();
    private readonly TransportProbe _probe = new();
    private readonly byte[] _large = [.. Enumerable.Range(0, 100_000).Select(static i => (byte)(i % 251))];

    public void Dispose() => _loop.Dispose();

    [Fact]
    public async Task What_was_written_goes_before_large_bytes_and_what_is_written_later_behind_them()
    {
        EpollTransport near = await ConnectAsync();
        await _loop.CallAsync(() =>
        {
            near.Write("first"u8);
            near.StageLarge(_large);
            near.Write("last"u8);
            near.Flush();
        });
        await AssertReceivedAsync([.. "first"u8, .. _large, .. "last"u8]);
    }

    [Fact]
    public async Task What_waits_for_a_blocked_socket_goes_before_large_bytes()
    {
        (EpollTransport near, EpollTransport far) = await EpollPair.ConnectAsync(_loop, IPAddress.Loopback);
        far.Handler = _probe;
        byte[] written = [.. Enumerable.Repeat(_large, 200).SelectMany(static bytes => bytes)];
        await _loop.CallAsync(() =>
        {
            near.Start();
            near.Write(written);
            Assert.Equal(FlushStatus.Pending, near.Flush());
            near.StageLarge(_large);
            far.Start();
        });
        await AssertReceivedAsync([.. written, .. _large]);
    }

    [Fact]
    public async Task What_is_shared_goes_before_large_bytes()
    {
        EpollTransport near = await ConnectAsync();
        await _loop.CallAsync(() =>
        {
            Share("first");
            near.StageShared(0, 7);
            near.StageLarge(_large);
            near.Flush();
            _loop.FanOut.Clear();
        });
        await AssertReceivedAsync([0x81, 5, .. "first"u8, .. _large]);
    }

    [Fact]
    public async Task What_is_shared_goes_before_what_is_written_and_behind_it()
    {
        EpollTransport near = await ConnectAsync();
        await _loop.CallAsync(() =>
        {
            Share("first");
            near.StageShared(0, 7);
            near.Write("middle"u8);
            near.StageShared(0, 7);
            near.Flush();
            _loop.FanOut.Clear();
        });
        await AssertReceivedAsync([0x81, 5, .. "first"u8, .. "middle"u8, 0x81, 5, .. "first"u8]);
    }

    [Fact]
    public async Task Large_bytes_that_the_socket_does_not_take_go_before_what_is_written_later()
    {
        (EpollTransport near, EpollTransport far) = await EpollPair.ConnectAsync(_loop, IPAddress.Loopback);
        far.Handler = _probe;
        await _loop.CallAsync(() =>
        {
            near.Start();
            for (int i = 0; i < 200; i++)
            {
                near.StageLarge(_large);
            }

            near.Write("last"u8);
            Assert.Equal(FlushStatus.Pending, near.Flush());
            far.Start();
        });
        await AssertReceivedAsync([.. Enumerable.Repeat(_large, 200).SelectMany(static bytes => bytes), .. "last"u8]);
    }

    [Fact]
    public async Task Who_asked_for_room_and_wrote_nothing_keeps_nobody_from_the_loops_cork()
    {
        EpollTransport near = await ConnectAsync();
        await _loop.CallAsync(() =>
        {
            near.GetSpan(10);
            Assert.Equal(FlushStatus.Flushed, near.Flush());
            Assert.Null(_loop.Cork.Owner);
        });
    }

    [Fact]
    public async Task Who_has_closed_stages_nothing_and_keeps_nobody_from_the_loops_cork()
    {
        EpollTransport near = await ConnectAsync();
        await _loop.CallAsync(() =>
        {
            near.Write("lost"u8);
            near.Close();
            near.Write("dropped"u8);
            near.StageLarge(_large);
            near.StageShared(0, 0);
            Assert.Equal((0, FlushStatus.Closed), (near.UnsentBytes, near.Flush()));
            Assert.Null(_loop.Cork.Owner);
        });
        Assert.Null(await _probe.Closed);
        Assert.Empty(await _probe.ReceivedAsync(0));
    }

    // Lays a frame into the loop's shared bytes, which are the frames of publications otherwise.
    private void Share(string text)
    {
        PreparedMessage message = PreparedMessage.Create(MessageType.Text, System.Text.Encoding.UTF8.GetBytes(text));
        _loop.FanOut.Publish(new ConnectionShard(new ConnectionSet(), _loop), message, default);
        _loop.FanOut.Commit();
        message.Release();
    }

    private async Task AssertReceivedAsync(byte[] expected) =>
        Assert.Equal(expected, await _probe.ReceivedAsync(expected.Length));

    private async Task<EpollTransport> ConnectAsync()
    {
        (EpollTransport near, EpollTransport far) = await EpollPair.ConnectAsync(_loop, IPAddress.Loopback);
        far.Handler = _probe;
        await _loop.CallAsync(() =>
        {
            near.Start();
            far.Start();
        });
        return near;
    }
}
