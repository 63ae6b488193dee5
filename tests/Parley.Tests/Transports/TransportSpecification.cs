using System.Buffers;
using Parley.TestSupport;

namespace Parley.Tests.Transports;

/// <summary>What holds for every transport, whatever carries its bytes.</summary>
public abstract class TransportSpecification : IAsyncLifetime
{
    private readonly TransportProbe _near = new();
    private readonly TransportProbe _far = new();
    private Transport _first = null!;
    private Transport _second = null!;

    protected TransportSpecification()
        : this(new PoolLoop())
    {
    }

    protected TransportSpecification(ConnectionLoop loop) => Loop = loop;

    protected ConnectionLoop Loop { get; }

    public async ValueTask InitializeAsync()
    {
        (_first, _second) = await CreatePairAsync();
        _first.Handler = _near;
        _second.Handler = _far;
    }

    public async ValueTask DisposeAsync()
    {
        await OnLoopAsync(() =>
        {
            _first.Close();
            _second.Close();
        });
        Loop.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task What_is_flushed_arrives_whole_and_in_order()
    {
        await StartAsync();
        byte[] sent = Bytes(1 << 20);
        for (int at = 0; at < sent.Length; at += 1 << 16)
        {
            await SendAsync(sent.AsMemory(at, 1 << 16));
        }

        Assert.Equal(sent, await _far.ReceivedAsync(sent.Length));
    }

    [Fact]
    public async Task Bytes_go_both_ways_at_once()
    {
        await StartAsync();
        await OnLoopAsync(() =>
        {
            Stage(_first, "ping"u8);
            Stage(_second, "pong!"u8);
            _first.Flush();
            _second.Flush();
        });
        Assert.Equal("ping"u8.ToArray(), await _far.ReceivedAsync(4));
        Assert.Equal("pong!"u8.ToArray(), await _near.ReceivedAsync(5));
    }

    [Fact]
    public async Task What_waits_for_a_peer_that_does_not_read_is_counted_and_drains_when_it_reads()
    {
        await OnLoopAsync(_first.Start);
        byte[] block = Bytes(1 << 20);
        FlushStatus status = FlushStatus.Flushed;
        int sent = 0;
        while (status == FlushStatus.Flushed && sent < 64)
        {
            await OnLoopAsync(() =>
            {
                Stage(_first, block);
                status = _first.Flush();
            });
            sent++;
        }

        Assert.Equal(FlushStatus.Pending, status);
        Assert.InRange(_first.UnsentBytes, 1, sent * block.Length);
        await OnLoopAsync(_second.Start);
        await _near.Drained;
        Assert.Equal(0, _first.UnsentBytes);
        byte[] received = await _far.ReceivedAsync(sent * block.Length);
        Assert.Equal(block, received[^block.Length..]);
    }

    [Fact]
    public async Task A_reader_that_pauses_as_bytes_come_gets_no_more_until_it_resumes_and_loses_none()
    {
        int calls = 0;
        _far.Arriving = _ =>
        {
            calls++;
            _second.PauseReading();
        };
        await StartAsync();
        byte[] sent = Bytes(200_000);
        await SendAsync(sent);
        int received = (await _far.ReceivedAsync(1)).Length;
        int resumes = 0;
        while (received < sent.Length)
        {
            await OnLoopAsync(_second.ResumeReading);
            resumes++;
            received = (await _far.ReceivedAsync(received + 1)).Length;
            Assert.Equal(1 + resumes, calls);
        }

        Assert.Equal(sent, await _far.ReceivedAsync(sent.Length));
        Assert.InRange(resumes, 1, sent.Length);
    }

    [Fact]
    public async Task Another_handler_gets_what_comes_after_it_is_assigned()
    {
        var next = new TransportProbe();
        _far.Arriving = _ => _second.Handler = next;
        await StartAsync();
        await SendAsync("a"u8.ToArray());
        await _far.ReceivedAsync(1);
        await SendAsync("b"u8.ToArray());
        Assert.Equal("b"u8.ToArray(), await next.ReceivedAsync(1));
        Assert.Single(await _far.ReceivedAsync(1));
    }

    [Fact]
    public async Task Ending_the_output_sends_what_is_staged_first_and_closes_the_peer_in_good_order()
    {
        await StartAsync();
        byte[] sent = Bytes(300_000);
        await OnLoopAsync(() =>
        {
            Stage(_first, sent);
            _first.CloseOutput();
        });
        Assert.Equal(sent, await _far.ReceivedAsync(sent.Length));
        Assert.Null(await _far.Closed);
        Assert.Null(await _near.Closed);
    }

    [Fact]
    public async Task Closing_tells_both_ends_once_and_leaves_the_loop()
    {
        await StartAsync();
        Assert.Equal(2, Loop.TransportCount);
        await OnLoopAsync(() =>
        {
            _first.Close();
            _first.Close();
        });
        await _near.Closed;
        await _far.Closed;
        await OnLoopAsync(() =>
        {
            Stage(_first, "x"u8);
            Assert.Equal(FlushStatus.Closed, _first.Flush());
            _second.Close();
        });
        Assert.Equal((1, 1), (_near.ClosedCount, _far.ClosedCount));
        Assert.Equal(0, Loop.TransportCount);
    }

    [Fact]
    public async Task A_fault_that_closes_it_is_told()
    {
        await StartAsync();
        var fault = new IOException("broken");
        await OnLoopAsync(() => _first.Close(fault));
        Assert.Same(fault, await _near.Closed);
    }

    [Fact]
    public async Task However_often_a_flush_is_asked_for_the_iteration_ends_with_one()
    {
        await OnLoopAsync(() =>
        {
            _first.FlushLater();
            _first.FlushLater();
        });
        await OnLoopAsync(static () => { });
        Assert.Equal(1, _near.BatchEnds);
    }

    /// <summary>Makes two connected transports on <see cref="Loop"/>, not yet started.</summary>
    protected abstract Task<(Transport First, Transport Second)> CreatePairAsync();

    private static byte[] Bytes(int count)
    {
        byte[] bytes = new byte[count];
        new Random(count).NextBytes(bytes);
        return bytes;
    }

    private static void Stage(Transport transport, ReadOnlySpan<byte> bytes) => transport.Write(bytes);

    private Task StartAsync() => OnLoopAsync(() =>
    {
        _first.Start();
        _second.Start();
    });

    private Task SendAsync(ReadOnlyMemory<byte> bytes) => OnLoopAsync(() =>
    {
        Stage(_first, bytes.Span);
        _first.Flush();
    });

    protected Task OnLoopAsync(Action action) => Loop.CallAsync(action);
}
