using System.Text;
using Microsoft.AspNetCore.Builder;
using Parley.TestSupport;

namespace Parley.AspNetCore.Tests.Engine;

/// <summary>A peer that goes away, at whatever stage, leaves nothing behind.</summary>
public sealed class PeerGoneTests
{
    private const int Rounds = 100;

    // Half a text frame, two frames, a Close frame, and a frame that nobody may send.
    private static readonly byte[] _halfFrame = RawClient.Frame(0x81, "half of it"u8)[..8];
    private static readonly byte[] _frames = [.. RawClient.Frame(0x81, "one"u8), .. RawClient.Frame(0x81, "two"u8)];
    private static readonly byte[] _close = RawClient.Frame(0x88, [3, 232]);
    private static readonly byte[] _bad = [0x81, 1, (byte)'a'];

    private static readonly (string Sent, bool IsAnswerAwaited, byte[] Behind)[] _stages =
    [
        ("", false, []),
        ("GET /ws HTTP/1.1\r\nHost:", false, []),
        (RawClient.Handshake("/ws"), false, []),
        (RawClient.Handshake("/ws"), false, _frames),
        (RawClient.Handshake("/ws"), true, []),
        (RawClient.Handshake("/ws"), true, _halfFrame),
        (RawClient.Handshake("/ws"), true, _frames),
        (RawClient.Handshake("/ws"), true, _close),
        (RawClient.Handshake("/ws"), true, _bad),
        (RawClient.Handshake("/none"), true, _halfFrame),
    ];

    [Theory]
    [InlineData(Carrier.Epoll)]
    [InlineData(Carrier.Sockets)]
    public async Task A_thousand_that_go_at_every_stage_leave_nothing(Carrier carrier)
    {
        await using EngineApp app = await EngineApp.StartAsync(carrier, static app => app.MapWebSocket("/ws", Endpoints.EchoAsync));
        int reset = 0;
        await Parallel.ForEachAsync(
            Enumerable.Range(0, Rounds).SelectMany(static _ => _stages),
            new ParallelOptions { MaxDegreeOfParallelism = 20 },
            async (stage, _) =>
            {
                using RawClient client = await RawClient.ConnectAsync(app.Port);
                await client.SendAsync(Encoding.ASCII.GetBytes(stage.Sent));
                if (stage.IsAnswerAwaited)
                {
                    await client.ReadHeadAsync();
                }

                await client.SendAsync(stage.Behind);
                if (Interlocked.Increment(ref reset) % 2 == 0)
                {
                    client.Reset();
                }
            });
        await app.NothingIsLeftAsync();
        Assert.DoesNotContain(app.Log.Lines, static line => line.StartsWith("Error", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Carrier.Epoll)]
    [InlineData(Carrier.Sockets)]
    public async Task One_that_goes_while_the_application_decides_leaves_nothing(Carrier carrier)
    {
        var asked = new TaskCompletionSource<UpgradeRequestState>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using EngineApp app = await EngineApp.StartAsync(carrier, app =>
        {
            app.Use(async (context, next) =>
            {
                var state = new UpgradeRequestState();
                asked.SetResult(state);
                await state.Go.Task;
                await next(context);
                state.Ended.SetResult();
            });
            app.MapWebSocket("/ws", Endpoints.EchoAsync);
        });
        using RawClient client = await RawClient.ConnectAsync(app.Port);
        await client.SendAsync(RawClient.Handshake("/ws"));
        UpgradeRequestState state = await Within.Time(asked.Task);
        client.Reset();
        await Within.Until(() => app.Left.Transports == 0);
        state.Go.SetResult();
        await Within.Time(state.Ended.Task);
        await app.NothingIsLeftAsync();
    }

    private sealed class UpgradeRequestState
    {
        public TaskCompletionSource Go { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
