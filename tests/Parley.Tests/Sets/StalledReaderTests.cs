using System.Globalization;
using Parley.Protocol;
using Parley.TestSupport;

namespace Parley.Tests.Sets;

/// <summary>One member of a hundred that does not read, over TCP: it costs the others nothing and the server little.</summary>
public sealed class StalledReaderTests : IAsyncLifetime
{
    private const int Readers = 99;
    private const int Mark = 128 * 1024;

    private readonly ConnectionSet _set = new();
    private readonly TaskCompletionSource<WebSocketConnection> _stalled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private WebSocketServer? _server;
    private NumberReader[] _readers = [];

    public static TheoryData<SlowReaderPolicy, int> Cases =>
        new MatrixTheoryData<SlowReaderPolicy, int>(Enum.GetValues<SlowReaderPolicy>(), [1000, 20_000]);

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "epoll is Linux's; run the tests on Linux");
        var options = new WebSocketServerOptions
        {
            Engine = Engine.Epoll,
            Connection = new ConnectionOptions { OutboundMark = Mark },
        };
        _server = new WebSocketServer(options, new RecordingHandler
        {
            Opened = _set.Add,
            Message = (connection, _) => _stalled.SetResult(connection),
            Closed = _set.Remove,
        });
        _server.Start();
        var uri = new Uri($"ws://127.0.0.1:{_server.EndPoint.Port}/");
        _readers = [.. Enumerable.Range(0, Readers).Select(static _ => new NumberReader())];
        await Within.Time(Task.WhenAll(_readers.Select(reader => WebSocketClient.ConnectAsync(uri, reader))));
    }

    // The stalled one answers no Close, and need not be waited for.
    public async ValueTask DisposeAsync() =>
        await (_server?.StopAsync(new CancellationToken(canceled: true)) ?? Task.CompletedTask);

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task The_others_get_all_in_order_and_the_stalled_one_takes_a_mark_and_a_message(SlowReaderPolicy policy, int size)
    {
        using RawClient client = await RawClient.OpenAsync(_server!.EndPoint.Port);
        WebSocketConnection stalled = await StallAsync(client);
        await Within.Until(() => _set.Count == Readers + 1);
        int published = 0;
        long most = 0;
        while (Total(_set.SlowReaders) < (policy == SlowReaderPolicy.Close ? 1 : 20))
        {
            // Never so much at once that one that reads could be past the mark.
            for (int end = published + (Mark / 2 / size); published < end; published++)
            {
                Publish(policy, published, size);
                stalled.Loop.Post(new LoopWork((_, _) => most = Math.Max(most, stalled.UnsentBytes)));
            }

            await Task.WhenAll(_readers.Select(reader => reader.HeardAsync(published)));

            // Publications of one iteration are handed out at its end, behind the looks between them.
            await stalled.Loop.CallAsync(() => most = Math.Max(most, stalled.UnsentBytes));
            Assert.InRange(published, 1, 10_000);
        }

        // Between two looks it may have been closed, and all that waited for it dropped.
        bool staysPast = policy is SlowReaderPolicy.DropNewest or SlowReaderPolicy.DropOldest;
        Assert.InRange(most, staysPast ? Mark : 1, Mark + size + 4);
        await AssertHeardAsync(client, stalled, policy, published);
    }

    private static long Total(SlowReaderCounts counts) =>
        counts.Closed + counts.DroppedNewest + counts.DroppedOldest + counts.Replaced;

    private async Task AssertHeardAsync(RawClient client, WebSocketConnection stalled, SlowReaderPolicy policy, int published)
    {
        Task end = policy == SlowReaderPolicy.Close ? Task.CompletedTask : stalled.SendAsync("end").AsTask();
        (List<int> heard, string last) = await ReadAsync(client);
        SlowReaderCounts counts = _set.SlowReaders;
        Assert.Equal(heard.Order().Distinct(), heard);
        if (policy == SlowReaderPolicy.Close)
        {
            Assert.Equal(("close 1013", new SlowReaderCounts(1, 0, 0, 0)), (last, counts));
            client.Reset();
            await Within.Until(() => _set.Count == Readers);
            return;
        }

        long left = published - heard.Count;
        Assert.Equal(
            policy switch
            {
                SlowReaderPolicy.DropNewest => new SlowReaderCounts(0, left, 0, 0),
                SlowReaderPolicy.DropOldest => new SlowReaderCounts(0, 0, left, 0),
                _ => new SlowReaderCounts(0, 0, 0, left),
            },
            counts);
        Assert.Equal(policy == SlowReaderPolicy.DropNewest ? heard.Count - 1 : published - 1, heard[^1]);
        Assert.Equal("text end", last);
        await Within.Time(end);
    }

    // What is sent to it alone fills the sockets between; it is a member and says so, and reads nothing.
    private async Task<WebSocketConnection> StallAsync(RawClient client)
    {
        await client.SayAsync("I read nothing");
        WebSocketConnection stalled = await Within.Time(_stalled.Task);
        byte[] filling = new byte[Mark / 2];
        for (int i = 0; stalled.UnsentBytes == 0 && i < 1000; i++)
        {
            await stalled.Loop.CallAsync(() => stalled.Send(MessageType.Binary, filling));
            await stalled.Loop.CallAsync(static () => { });
        }

        return stalled;
    }

    private static async Task<(List<int> Heard, string Last)> ReadAsync(RawClient client)
    {
        var heard = new List<int>();
        while (true)
        {
            string frame = await client.ReadFrameAsync();
            if (frame == "text end" || frame.StartsWith("close", StringComparison.Ordinal))
            {
                return (heard, frame);
            }

            if (frame.StartsWith("text ", StringComparison.Ordinal))
            {
                heard.Add(int.Parse(frame.AsSpan(5, 8), CultureInfo.InvariantCulture));
            }
        }
    }

    private void Publish(SlowReaderPolicy policy, int number, int size) => MemberList.Publish(
        _set,
        $"{number:00000000}".PadRight(size, '.'),
        new Delivery(policy, policy == SlowReaderPolicy.KeepLatest ? "price" : null));
}
