using Parley.Protocol;
using Parley.Testing;
using Parley.TestSupport;

namespace Parley.Channels.Tests.Complaints;

/// <summary>What users of Django Channels complain about, each by the name of its thread.</summary>
public sealed class ComplaintTests
{
    private static readonly GroupName _group = new("garden");

    private readonly List<string> _events = [];

    // django/channels#1466: disconnect() is not called, and the connection stays in its groups.
    [Theory]
    [InlineData("receive")]
    [InlineData("event")]
    [InlineData("connect")]
    public async Task An_exception_in_a_handler_disconnects_once_and_leaves_no_ghost(string where)
    {
        var stage = new Stage("/", () => new ScriptedConsumer(_events)
        {
            Connecting = async consumer =>
            {
                await consumer.Groups.AddAsync(_group);
                Fail(where == "connect");
                await consumer.Accept();
            },
            Receiving = (_, _, _) =>
            {
                Fail(where == "receive");
                return ValueTask.CompletedTask;
            },
            GroupEventComing = (_, _) =>
            {
                Fail(where == "event");
                return ValueTask.CompletedTask;
            },
        });
        MemoryPeer peer = stage.Connect(out MemoryRequest request);
        if (where != "connect")
        {
            peer.Say("x");
            await stage.Groups.SendAsync(_group, GroupEvent.FromText("e", ""));
            stage.Loop.Run();
        }

        Assert.Equal(where == "connect" ? 500 : null, request.Refusal?.StatusCode);
        Assert.Single(_events, static text => text.StartsWith("disconnect", StringComparison.Ordinal));
        Assert.StartsWith("disconnect", _events[^1], StringComparison.Ordinal);
        Assert.Equal(0, stage.Groups.MemberCount(_group));
        Assert.Contains(stage.Log.Lines, static line => line.Contains("a defect", StringComparison.Ordinal));
    }

    // django/channels#1704: a client that goes while it connects is never heard of again.
    [Fact]
    public void A_cancelled_connect_disconnects_once_and_leaves_no_ghost()
    {
        var stage = new Stage("/", () => new ScriptedConsumer(_events)
        {
            Connecting = static async consumer =>
            {
                await consumer.Groups.AddAsync(_group);
                await new TaskCompletionSource().Task;
            },
        });
        stage.Connect(out MemoryRequest request);
        Assert.Equal(1, stage.Groups.MemberCount(_group));
        stage.Loop.Run(() => request.Leave());
        Assert.Equal(0, stage.Groups.MemberCount(_group));
        Assert.Equal(0, stage.Groups.Count);
    }

    // django/channels_redis#181: "over capacity in group", and messages of everybody are dropped without a word.
    [Fact]
    public async Task A_group_of_members_that_handle_at_different_speeds_loses_nothing_for_the_quick()
    {
        var gate = new TaskCompletionSource();
        var stage = new Stage(
            "/{speed}",
            () => new ScriptedConsumer(_events)
            {
                Connecting = static async consumer =>
                {
                    await consumer.Groups.AddAsync(_group);
                    await consumer.Accept();
                },
                GroupEventComing = async (consumer, groupEvent) =>
                {
                    if (consumer.Scope.Route["speed"] == "slow")
                    {
                        await gate.Task;
                    }

                    await consumer.Say(groupEvent.GetText());
                },
            },
            new ConnectionOptions { InboxMessages = 16 });
        MemoryPeer quick = stage.Connect("/quick");
        MemoryPeer slow = stage.Connect("/slow");
        for (int i = 0; i < 10; i++)
        {
            await stage.Groups.SendAsync(_group, GroupEvent.FromText("n", $"{i}"));
            stage.Loop.Run();
            Assert.Equal(i + 1, quick.Received.Count);
        }

        Assert.Empty(slow.Received);
        gate.SetResult();
        stage.Loop.Run();
        Assert.Equal(Enumerable.Range(0, 10).Select(static i => $"text {i}"), slow.Received);
        Assert.Equal(quick.Received, slow.Received);
    }

    // Group names: only ASCII letters, digits, hyphens and periods there, and an error from deep inside.
    [Theory]
    [InlineData("大厅", true)]
    [InlineData("a b/c#d", true)]
    [InlineData("a{b}", false)]
    [InlineData("a\n", false)]
    [InlineData("", false)]
    public void A_group_name_with_odd_characters_works_or_gets_an_error_that_states_the_rule(string name, bool isGood)
    {
        if (isGood)
        {
            Assert.Equal(name, new GroupName(name).Value);
            return;
        }

        ArgumentException exception = Assert.Throws<ArgumentException>(() => new GroupName(name));
        Assert.Contains("1 to 100 bytes of UTF-8 without control characters and without { or }", exception.Message, StringComparison.Ordinal);
    }

    // daphne CVE-2026-44545: no limit at all.
    [Fact]
    public void A_message_over_the_limit_is_a_1009_and_disconnects_once()
    {
        var stage = new Stage(
            "/",
            () => new ScriptedConsumer(_events),
            new ConnectionOptions { Protocol = ProtocolOptions.Default with { MaxMessageSize = 1000 } });
        MemoryPeer peer = stage.Connect();
        peer.Say(new string('x', 1000));
        peer.Say(new string('x', 1001));
        Assert.StartsWith("close 1009", peer.Received[0], StringComparison.Ordinal);
        Assert.Equal(3, _events.Count);
        Assert.StartsWith("disconnect 1009", _events[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ten_thousand_groups_on_one_node_are_ten_thousand_conversations()
    {
        const int GroupCount = 10_000;
        var stage = new Stage("/", () => new ScriptedConsumer(_events)
        {
            Connecting = static async consumer =>
            {
                for (int i = 0; i < GroupCount / 10; i++)
                {
                    await consumer.Groups.AddAsync(new GroupName($"{consumer.Scope.QueryString}-{i}"));
                }

                await consumer.Accept();
            },
        });
        MemoryPeer[] peers = [.. Enumerable.Range(0, 10).Select(i => stage.Connect($"/?{i}"))];
        Assert.Equal(GroupCount, stage.Groups.Count);
        foreach ((int number, MemoryPeer peer) in peers.Index())
        {
            for (int i = 0; i < GroupCount / 10; i++)
            {
                await stage.Groups.BroadcastAsync(new GroupName($"{number}-{i}"), $"{number}-{i}");
            }
        }

        stage.Loop.Run();
        foreach ((int number, MemoryPeer peer) in peers.Index())
        {
            Assert.Equal(Enumerable.Range(0, GroupCount / 10).Select(i => $"text {number}-{i}"), peer.Received);
            peer.Vanish();
        }

        stage.Loop.Run();
        Assert.Equal(0, stage.Groups.Count);
    }

    [Fact]
    public async Task One_connection_in_a_thousand_groups_hears_all_and_leaves_all()
    {
        await using var groups = Groups.InProcess();
        await using var communicator = new WebSocketCommunicator(
            new ScriptedConsumer(_events)
            {
                Connecting = static async consumer =>
                {
                    for (int i = 0; i < 1000; i++)
                    {
                        await consumer.Groups.AddAsync(new GroupName($"{i}"));
                    }

                    await consumer.Accept();
                },
            },
            groups);
        await communicator.ConnectAsync();
        Assert.Equal(1000, groups.ListGroups(communicator.Connection).Count);
        for (int i = 0; i < 1000; i++)
        {
            await groups.BroadcastAsync(new GroupName($"{i}"), $"{i}");
        }

        for (int i = 0; i < 1000; i++)
        {
            Assert.Equal($"{i}", await communicator.ReceiveTextAsync());
        }

        await communicator.VanishAsync();
        await Within.Until(() => groups.Count == 0);
    }

    // django/channels#2195: an unknown path raises, and bots fill the error log. RoomTests has it over TCP.
    [Fact]
    public void An_unknown_path_is_a_404()
    {
        var router = new ConsumerRouter(Groups.InProcess()).Map("/room/{group}/", static () => new RoomConsumer());
        Assert.False(router.Serves("/wp-login.php"));
    }

    private static void Fail(bool fails)
    {
        if (fails)
        {
            throw new InvalidOperationException("a defect");
        }
    }
}
