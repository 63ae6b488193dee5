using Parley.Protocol;
using Parley.TestSupport;

namespace Parley.Channels.Tests.Consumers;

/// <summary>A consumer rejects with a close code, which a browser lets its page see.</summary>
public sealed class RejectTests
{
    private static readonly GroupName _group = new("garden");

    private readonly List<string> _events = [];
    private readonly TaskCompletionSource _gate = new();

    [Fact]
    public async Task The_connection_opens_and_closes_at_once_and_the_consumer_is_told_once()
    {
        Stage stage = CreateStage();
        MemoryPeer peer = stage.Connect(out _, "/", "bearer.SECRET", "chat.v1");
        await stage.Groups.BroadcastAsync(_group, "for members only");
        stage.Loop.Run();
        _gate.SetResult();
        stage.Loop.Run();
        peer.Say("too late");
        Assert.Equal(["close 4003 not you", "gone"], peer.Received);
        Assert.Equal(["connect", "disconnect 4003"], _events);
        Assert.Equal(0, stage.Groups.MemberCount(_group));
        Assert.Empty(stage.Log.Lines);
    }

    [Fact]
    public async Task However_much_waited_for_it_the_code_is_the_consumers()
    {
        Stage stage = CreateStage();
        MemoryPeer peer = stage.Connect();
        for (int i = 0; i < 200; i++)
        {
            await stage.Groups.BroadcastAsync(_group, "for members only");
            stage.Loop.Run();
        }

        _gate.SetResult();
        stage.Loop.Run();
        Assert.Equal(["close 4003 not you", "gone"], peer.Received);
    }

    [Fact]
    public void The_first_subprotocol_that_is_no_token_is_answered()
    {
        Stage stage = CreateStage();
        _gate.SetResult();
        stage.Connect(out MemoryRequest request, "/", "bearer.SECRET", "chat.v1", "chat.v2");
        Assert.Equal("chat.v1", request.Connection.Subprotocol);
    }

    [Fact]
    public void A_client_that_has_gone_meanwhile_is_disconnected_once()
    {
        Stage stage = CreateStage();
        stage.Connect(out MemoryRequest request);
        stage.Loop.Run(() => request.Leave());
        _gate.SetResult();
        stage.Loop.Run();
        Assert.Equal(["connect", "disconnect 1006"], _events);
    }

    [Fact]
    public void A_code_that_can_not_be_sent_is_the_consumers_fault()
    {
        var stage = new Stage("/", () => new ScriptedConsumer(_events) { Connecting = static consumer => consumer.Reject((CloseCode)999, "") });
        stage.Connect(out MemoryRequest request);
        Assert.Equal(500, request.Refusal!.StatusCode);
        Assert.Contains(stage.Log.Lines, static line => line.Contains("1000-1003", StringComparison.Ordinal));
    }

    private Stage CreateStage() => new("/", () => new ScriptedConsumer(_events)
    {
        Connecting = async consumer =>
        {
            await consumer.Groups.AddAsync(_group);
            await _gate.Task;
            await consumer.Reject((CloseCode)4003, "not you");
        },
    });
}
