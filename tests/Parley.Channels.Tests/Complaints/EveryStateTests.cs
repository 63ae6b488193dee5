using Parley.Channels.Tests.Layers;
using Parley.Protocol;
using Parley.TestSupport;

namespace Parley.Channels.Tests.Complaints;

/// <summary>
/// However a connection dies, and at whatever moment of its life: its consumer is disconnected once, and nothing is left of
/// it: no member, no group, no channel.
/// </summary>
public sealed class EveryStateTests
{
    private static readonly GroupName _group = new("garden");
    private static readonly GroupName _second = new("pond");

    private readonly List<string> _events = [];
    private readonly GatedLayer _layer = new();
    private readonly TaskCompletionSource _gate = new();

    /// <summary>Where the consumer is when its connection dies.</summary>
    public enum Moment
    {
        Connecting,
        Joining,
        JoinedAndConnecting,
        Open,
        Receiving,
        ReceivingWithMessagesWaiting,
        HandlingAnEvent,
        HandlingAnEventWithEventsWaiting,
        JoiningAnother,
        Leaving,
    }

    /// <summary>How it dies.</summary>
    public enum Death
    {
        Vanishing,
        Closing,
        BreakingTheProtocol,
        TimingOut,
        Throwing,
        ClosedByTheServer,
        Rejected,
        RejectedWithACode,
    }

    public static TheoryData<Moment, Death> All
    {
        get
        {
            var all = new TheoryData<Moment, Death>();
            foreach (Moment moment in Enum.GetValues<Moment>())
            {
                foreach (Death death in Enum.GetValues<Death>().Where(death => IsPossible(moment, death)))
                {
                    all.Add(moment, death);
                }
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Nothing_is_left(Moment moment, Death death)
    {
        Groups groups = await Groups.StartAsync(_layer);
        var stage = new Stage("/", () => CreateConsumer(moment, death), new ConnectionOptions { InboxMessages = 4 }, groups);
        if (moment == Moment.Joining)
        {
            _layer.Subscribing = _ => _gate.Task;
        }

        MemoryPeer peer = stage.Connect(out MemoryRequest request);
        await BringToAsync(moment, stage, peer);
        await DieAsync(death, stage, peer, request);
        _gate.TrySetResult();
        await RunUntilAsync(stage, () => _events.Contains("disconnect"));
        await RunUntilAsync(stage, () => groups.Count == 0);
        Assert.Single(_events, static text => text == "disconnect");
        Assert.Equal("disconnect", _events[^1]);
        Assert.Equal(0, groups.MemberCount(_group));
        Assert.Equal(0, groups.MemberCount(_second));
        Assert.Equal(0, _layer.OpenChannels);
        Assert.Equal(ConnectionState.Closed, request.Connection.State);
        Assert.Empty(stage.Loop.Faults);

        // And nobody misses it.
        await groups.BroadcastAsync(_group, "x");
        await groups.SendAsync(_group, GroupEvent.FromText("e", "x"));
        stage.Loop.Run();
        Assert.Equal("disconnect", _events[^1]);
    }

    private static bool IsPossible(Moment moment, Death death)
    {
        bool isBeforeOpening = moment <= Moment.JoinedAndConnecting;
        return death switch
        {
            Death.Closing or Death.BreakingTheProtocol or Death.ClosedByTheServer => !isBeforeOpening,
            Death.TimingOut or Death.Rejected or Death.RejectedWithACode => isBeforeOpening,
            Death.Throwing => moment != Moment.Open,
            _ => true,
        };
    }

    private ScriptedConsumer CreateConsumer(Moment moment, Death death)
    {
        bool throws = death == Death.Throwing;
        return new ScriptedConsumer([])
        {
            Connecting = async consumer =>
            {
                _ = consumer.ChannelName;
                await AtAsync(moment == Moment.Connecting, throws);
                await consumer.Groups.AddAsync(_group);
                Fail(moment == Moment.Joining && throws);
                await AtAsync(moment == Moment.JoinedAndConnecting, throws);
                await (death switch
                {
                    Death.Rejected => consumer.Reject(403, "no"),
                    Death.RejectedWithACode => consumer.Reject((CloseCode)4000, "no"),
                    _ => consumer.Accept(),
                });
            },
            Receiving = async (consumer, text, _) =>
            {
                if (moment == Moment.JoiningAnother)
                {
                    _layer.Subscribing = _ => _gate.Task;
                    await consumer.Groups.AddAsync(_second, CancellationToken.None);
                    Fail(throws);
                }
                else if (moment == Moment.Leaving)
                {
                    _layer.Unsubscribing = _ => _gate.Task;
                    await consumer.Groups.DiscardAsync(_group);
                    Fail(throws);
                }
                else
                {
                    await AtAsync(text == "wait", throws);
                }
            },
            GroupEventComing = (_, groupEvent) => AtAsync(groupEvent.GetText() == "wait", throws),
            Disconnecting = _ =>
            {
                _events.Add("disconnect");
                return ValueTask.CompletedTask;
            },
        };
    }

    private static async Task BringToAsync(Moment moment, Stage stage, MemoryPeer peer)
    {
        switch (moment)
        {
            case Moment.Receiving or Moment.JoiningAnother or Moment.Leaving:
                peer.Say("wait");
                break;
            case Moment.ReceivingWithMessagesWaiting:
                peer.Say("wait");
                peer.Say("next");
                peer.Say("last");
                break;
            case Moment.HandlingAnEvent or Moment.HandlingAnEventWithEventsWaiting:
                await stage.Groups.SendAsync(_group, GroupEvent.FromText("e", "wait"));
                for (int i = 0; moment == Moment.HandlingAnEventWithEventsWaiting && i < 3; i++)
                {
                    await stage.Groups.SendAsync(_group, GroupEvent.FromText("e", "next"));
                }

                stage.Loop.Run();
                break;
            default:
                break;
        }
    }

    private static Task DieAsync(Death death, Stage stage, MemoryPeer peer, MemoryRequest request)
    {
        switch (death)
        {
            case Death.Vanishing when request.Connection.State == ConnectionState.Connecting:
            case Death.TimingOut:
                stage.Loop.Run(() => request.Leave());
                break;
            case Death.Vanishing:
                peer.Vanish();
                break;
            case Death.Closing:
                peer.Close(CloseCode.NormalClosure);
                break;
            case Death.BreakingTheProtocol:
                peer.SendRaw(0xFF, 0xFF);
                peer.Vanish();
                break;
            case Death.ClosedByTheServer:
                stage.Loop.Run(() => request.Connection.Close(CloseCode.GoingAway));
                break;
            default:
                // The consumer sees to it itself, once it goes on.
                break;
        }

        return Task.CompletedTask;
    }

    private static void Fail(bool fails)
    {
        if (fails)
        {
            throw new InvalidOperationException("a defect");
        }
    }

    private static async Task RunUntilAsync(Stage stage, Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(Within.Limit);
        while (!condition())
        {
            limit.Token.ThrowIfCancellationRequested();
            stage.Loop.Run();
            await Task.Yield();
        }
    }

    private async ValueTask AtAsync(bool isHere, bool throws)
    {
        if (isHere)
        {
            await _gate.Task;
            Fail(throws);
        }
    }
}
