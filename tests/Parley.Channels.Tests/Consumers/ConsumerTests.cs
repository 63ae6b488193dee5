using Parley.Protocol;
using Parley.TestSupport;

namespace Parley.Channels.Tests.Consumers;

/// <summary>A consumer's life: connect, receive, disconnect, and what goes wrong between.</summary>
public sealed class ConsumerTests
{
    private readonly List<string> _events = [];

    [Fact]
    public void It_is_told_of_everything_in_order()
    {
        var stage = new Stage("/", () => new ScriptedConsumer(_events) { Receiving = static (consumer, text, _) => consumer.Say(text.ToUpperInvariant()) });
        MemoryPeer peer = stage.Connect();
        peer.Say("a");
        peer.Say("b");
        peer.Close(CloseCode.GoingAway, "bye");
        Assert.Equal(["connect", "a", "b", "disconnect 1001 bye"], _events);
        Assert.Equal(["text A", "text B", "close 1001", "gone"], peer.Received);
    }

    [Fact]
    public void It_knows_what_it_was_asked_for()
    {
        var stage = new Stage("/room/{group}/", () => new ScriptedConsumer(_events)
        {
            Connecting = static consumer => consumer.Accept(consumer.Scope.Subprotocols[1]),
            Receiving = static (consumer, _, _) =>
                consumer.Say($"{consumer.Scope.Route["group"]} {consumer.Scope.Path} {consumer.Scope.QueryString} {consumer.Scope.Fields["host"]} {consumer.Subprotocol}"),
        });
        MemoryPeer peer = stage.Connect("/room/%E5%A4%A7%E5%8E%85/?a=b", "one", "two");
        peer.Say("?");
        Assert.Equal(["text 大厅 /room/%E5%A4%A7%E5%8E%85/ a=b memory two"], peer.Received);
    }

    [Fact]
    public void It_may_refuse_the_connection()
    {
        var stage = new Stage("/", () => new ScriptedConsumer(_events) { Connecting = static consumer => consumer.Reject(403, "Not you.") });
        stage.Connect(out MemoryRequest request);
        Assert.Equal((403, "Not you.\n"), (request.Refusal!.StatusCode, request.Refusal.Body));
        Assert.Equal(["connect", "disconnect 1006"], _events);
    }

    [Fact]
    public void It_may_close_the_connection()
    {
        var stage = new Stage("/", () => new ScriptedConsumer(_events)
        {
            Receiving = static (consumer, _, _) =>
            {
                consumer.Leave((CloseCode)4000, "enough");
                return ValueTask.CompletedTask;
            },
        });
        MemoryPeer peer = stage.Connect();
        peer.Say("a");
        Assert.Equal(["close 4000 enough", "gone"], peer.Received);
        Assert.Equal(["connect", "a", "disconnect 4000"], _events);
    }

    [Fact]
    public void A_message_stays_as_it_is_while_its_consumer_awaits_and_a_hundred_others_receive()
    {
        var gate = new TaskCompletionSource();
        bool isFirst = true;
        var stage = new Stage("/", () =>
        {
            bool holds = isFirst;
            isFirst = false;
            return new HoldingConsumer(holds ? gate.Task : Task.CompletedTask);
        });
        MemoryPeer holder = stage.Connect();
        string kept = string.Concat(Enumerable.Repeat("kept ", 200));
        holder.Say(kept);
        for (int i = 0; i < 100; i++)
        {
            MemoryPeer other = stage.Connect();
            string text = new((char)('a' + (i % 26)), 1000);
            other.Say(text);
            Assert.Equal([$"text {text}"], other.Received);
        }

        Assert.Empty(holder.Received);
        gate.SetResult();
        stage.Loop.Run();
        Assert.Equal([$"text {kept}"], holder.Received);
    }

    [Fact]
    public void While_it_awaits_its_other_events_wait_their_turn_and_other_consumers_do_not()
    {
        var gate = new TaskCompletionSource();
        var stage = new Stage("/", () => new ScriptedConsumer(_events)
        {
            Receiving = (_, text, _) => text == "wait" ? new ValueTask(gate.Task) : ValueTask.CompletedTask,
        });
        MemoryPeer slow = stage.Connect();
        slow.Say("wait");
        slow.Say("after");
        slow.Close(CloseCode.NormalClosure);
        stage.Connect().Say("other");
        Assert.Equal(["connect", "wait", "connect", "other"], _events);
        gate.SetResult();
        stage.Loop.Run();
        Assert.Equal(["after", "disconnect 1000"], _events[4..]);
    }

    [Fact]
    public void One_that_throws_as_it_receives_is_closed_with_1011_and_still_disconnected_once()
    {
        var stage = new Stage("/", () => new ScriptedConsumer(_events) { Receiving = static (_, _, _) => throw new InvalidOperationException("a defect") });
        MemoryPeer peer = stage.Connect();
        peer.Say("a");
        Assert.Equal(["close 1011", "gone"], peer.Received);
        Assert.Equal(["connect", "a", "disconnect 1011"], _events);
        Assert.Contains(stage.Log.Lines, static line => line.StartsWith("Error:", StringComparison.Ordinal) && line.Contains("a defect", StringComparison.Ordinal));
    }

    [Fact]
    public void One_that_throws_as_it_connects_is_a_500()
    {
        var stage = new Stage("/", () => new ScriptedConsumer(_events) { Connecting = static _ => throw new InvalidOperationException("a defect") });
        stage.Connect(out MemoryRequest request);
        Assert.Equal(500, request.Refusal!.StatusCode);
        Assert.DoesNotContain("defect", request.Refusal.Body, StringComparison.Ordinal);
        Assert.Equal(["connect", "disconnect 1006"], _events);
    }

    [Fact]
    public void One_that_throws_as_it_disconnects_harms_nobody()
    {
        var stage = new Stage("/", () => new ScriptedConsumer(_events) { Disconnecting = static _ => throw new InvalidOperationException("a defect") });
        MemoryPeer peer = stage.Connect();
        peer.Vanish();
        Assert.Equal(["connect", "disconnect 1006"], _events);
        Assert.Contains(stage.Log.Lines, static line => line.Contains("a defect", StringComparison.Ordinal));
        Assert.Empty(stage.Loop.Faults);
    }

    [Fact]
    public void Its_token_is_cancelled_when_the_peer_vanishes_and_that_is_no_fault()
    {
        var stage = new Stage("/", () => new ScriptedConsumer(_events)
        {
            Receiving = static async (_, _, cancellationToken) =>
            {
                // Unlike a delay, this ends on the thread that cancels, here and now.
                var never = new TaskCompletionSource();
                await using CancellationTokenRegistration registration =
                    cancellationToken.Register(() => never.SetCanceled(cancellationToken));
                await never.Task;
            },
        });
        MemoryPeer peer = stage.Connect();
        peer.Say("a");
        peer.Vanish();
        stage.Loop.Run();
        Assert.Equal(["connect", "a", "disconnect 1006"], _events);
        Assert.Empty(stage.Log.Lines);
    }

    [Fact]
    public void A_client_that_leaves_before_it_was_accepted_is_disconnected()
    {
        var gate = new TaskCompletionSource();
        var stage = new Stage("/", () => new ScriptedConsumer(_events)
        {
            Connecting = async consumer =>
            {
                await gate.Task;
                await consumer.Accept();
            },
        });
        stage.Connect(out MemoryRequest request);
        stage.Loop.Run(() => request.Leave());
        gate.SetResult();
        stage.Loop.Run();
        Assert.Equal(["connect", "disconnect 1006"], _events);
        Assert.Empty(stage.Log.Lines);
    }

    [Fact]
    public void A_slow_consumer_slows_its_peer_and_loses_nothing()
    {
        var gate = new TaskCompletionSource();
        var stage = new Stage(
            "/",
            () => new ScriptedConsumer(_events) { Receiving = (_, text, _) => text == "0" ? new ValueTask(gate.Task) : ValueTask.CompletedTask },
            new ConnectionOptions { InboxMessages = 8 });
        MemoryPeer peer = stage.Connect();
        for (int i = 0; i < 100; i++)
        {
            peer.Say($"{i}");
        }

        Assert.Equal(["connect", "0"], _events);
        gate.SetResult();
        stage.Loop.Run();
        Assert.Equal(Enumerable.Range(0, 100).Select(static i => $"{i}"), _events[1..]);
    }

    [Fact]
    public void In_its_constructor_it_has_no_connection_and_says_so()
    {
        var consumer = new ScriptedConsumer(_events);
        InvalidOperationException exception = Assert.Throws<InvalidOperationException>(() => consumer.Scope);
        Assert.Contains("OnConnectAsync", exception.Message, StringComparison.Ordinal);
    }

    // Awaits with the message in hand, and only then looks at its bytes.
    private sealed class HoldingConsumer(Task gate) : Consumer
    {
        protected override async ValueTask OnReceiveAsync(Message message, CancellationToken cancellationToken)
        {
            await gate;
            await SendAsync(message.Type, message.Data, cancellationToken);
        }
    }
}
