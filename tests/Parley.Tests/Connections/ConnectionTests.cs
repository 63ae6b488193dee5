using Parley.Protocol;
using Parley.TestSupport;

namespace Parley.Tests.Connections;

/// <summary>A connection's life, step by step, on a loop that a test turns by hand.</summary>
public sealed class ConnectionTests
{
    [Fact]
    public void What_is_sent_on_the_loop_goes_behind_what_was_sent_elsewhere_before()
    {
        using var pair = new MemoryConnection(new RecordingHandler());
        pair.Loop.Post(new LoopWork((_, _) =>
        {
            pair.Connection.Send("second");
            pair.Connection.Close();
        }));
        pair.Connection.Send("first");
        pair.Connection.Send("");
        pair.Loop.Run();
        Assert.Equal(["text first", "text ", "text second", "close 1000"], pair.Peer.Received.Take(4));
        Assert.Equal(0, pair.Connection.UnsentBytes);
    }

    private static RecordingHandler Echo => new() { Message = static (connection, text) => connection.Send(text) };

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(32 * 1024)]
    public void Messages_come_and_go_in_order_however_they_are_split(int pieceSize)
    {
        RecordingHandler handler = Echo;
        using var pair = new MemoryConnection(handler, transport: new InMemoryTransportOptions { PieceSize = pieceSize });
        pair.Peer.Say("a");
        pair.Peer.Say("大厅");
        pair.Peer.Close(CloseCode.GoingAway, "bye");
        Assert.Equal(["open", "a", "大厅", "closed 1001 bye"], handler.Events);
        Assert.Equal(["text a", "text 大厅", "close 1001", "gone"], pair.Peer.Received);
        Assert.Equal(ConnectionState.Closed, pair.Connection.State);
        Assert.Equal(CloseCode.GoingAway, pair.Connection.CloseCode);
        Assert.True(pair.Connection.Completion.IsCompletedSuccessfully);
        Assert.Equal(0, pair.Loop.TransportCount);
    }

    [Fact]
    public void What_is_sent_as_the_connection_opens_comes_first()
    {
        using var pair = new MemoryConnection(new RecordingHandler { Opened = static connection => connection.Send("welcome") });
        Assert.Equal(["text welcome"], pair.Peer.Received);
    }

    [Fact]
    public void A_throwing_message_handler_closes_with_1011_and_is_told_of_the_end_once()
    {
        var handler = new RecordingHandler { Message = static (_, _) => throw new InvalidOperationException("a defect") };
        using var pair = new MemoryConnection(handler);
        pair.Peer.Say("a");
        Assert.Equal(["close 1011", "gone"], pair.Peer.Received);
        Assert.Equal("closed 1011", handler.Events[^1]);
        Assert.Single(handler.Events, static line => line.StartsWith("closed", StringComparison.Ordinal));
        Assert.Contains(pair.Log.Lines, static line => line.Contains("a defect", StringComparison.Ordinal));
        Assert.Empty(pair.Loop.Faults);
    }

    [Fact]
    public void A_handler_that_throws_as_the_connection_opens_closes_it_with_1011()
    {
        var handler = new RecordingHandler { Opened = static _ => throw new InvalidOperationException("a defect") };
        using var pair = new MemoryConnection(handler);
        Assert.Equal(["close 1011", "gone"], pair.Peer.Received);
        Assert.Equal(["open", "closed 1011"], handler.Events);
    }

    [Fact]
    public void A_handler_that_throws_at_the_end_harms_nobody()
    {
        var handler = new RecordingHandler { Closed = static _ => throw new InvalidOperationException("a defect") };
        using var pair = new MemoryConnection(handler);
        pair.Peer.Close(CloseCode.NormalClosure);
        Assert.Equal(["open", "closed 1000"], handler.Events);
        Assert.True(pair.Connection.Completion.IsCompletedSuccessfully);
        Assert.Empty(pair.Loop.Faults);
    }

    [Fact]
    public void A_peer_that_vanishes_is_1006()
    {
        RecordingHandler handler = Echo;
        using var pair = new MemoryConnection(handler);
        pair.Peer.Vanish();
        Assert.Equal(["open", "closed 1006"], handler.Events);
        Assert.Equal(SendStatus.Closed, pair.Connection.Send("x"));
    }

    [Fact]
    public void Bad_input_is_answered_with_its_code_and_logged_and_what_follows_is_dropped()
    {
        RecordingHandler handler = Echo;
        using var pair = new MemoryConnection(handler);
        pair.Peer.Say("before");
        pair.Peer.SendRaw(0x83, 0x80, 0, 0, 0, 0);
        pair.Peer.Say("after");
        Assert.Equal(["open", "before", "closed 1002 opcode 0x3 is reserved"], handler.Events);
        Assert.Equal(["text before", "close 1002 opcode 0x3 is reserved", "gone"], pair.Peer.Received);
        Assert.Contains(pair.Log.Lines, static line => line.StartsWith("Warning:", StringComparison.Ordinal)
            && line.Contains("opcode 0x3", StringComparison.Ordinal));
    }

    [Fact]
    public void Our_close_waits_for_the_peers_answer()
    {
        RecordingHandler handler = Echo;
        using var pair = new MemoryConnection(handler);
        pair.Do(static connection => connection.Close(CloseCode.GoingAway, "later"));
        Assert.Equal(["close 1001 later", "gone"], pair.Peer.Received);
        Assert.Equal(["open", "closed 1001"], handler.Events);
    }

    [Fact]
    public void A_close_that_is_not_answered_ends_after_the_close_timeout()
    {
        RecordingHandler handler = Echo;
        using var pair = new MemoryConnection(handler);
        pair.Peer.StopReading();
        pair.Do(static connection => connection.Close());
        Assert.Equal(ConnectionState.Closing, pair.Connection.State);
        pair.Loop.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal(ConnectionState.Closing, pair.Connection.State);
        pair.Loop.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(ConnectionState.Closed, pair.Connection.State);
        Assert.Equal(["open", "closed 1006"], handler.Events);
    }

    [Fact]
    public void A_peer_that_answers_no_ping_is_dropped()
    {
        RecordingHandler handler = Echo;
        using var pair = new MemoryConnection(handler);
        pair.Loop.Advance(TimeSpan.FromSeconds(90));
        Assert.Equal(["ping", "ping", "ping", "ping"], pair.Peer.Received);

        pair.Peer.StopReading();
        pair.Loop.Advance(TimeSpan.FromSeconds(45));
        Assert.Equal(["open", "closed 1006"], handler.Events);
        Assert.Contains(pair.Log.Lines, static line => line.Contains("answered no ping", StringComparison.Ordinal));
    }

    [Fact]
    public void Abort_drops_the_connection_without_a_word()
    {
        RecordingHandler handler = Echo;
        using var pair = new MemoryConnection(handler);
        pair.Do(static connection => connection.Abort());
        Assert.Equal(["gone"], pair.Peer.Received);
        Assert.Equal(["open", "closed 1006"], handler.Events);
    }

    [Fact]
    public void Codes_and_reasons_that_cannot_be_sent_are_refused_at_the_call()
    {
        using var pair = new MemoryConnection(Echo);
        Assert.Throws<ArgumentOutOfRangeException>(() => pair.Connection.Close(CloseCode.NoStatusReceived));
        Assert.Throws<ArgumentException>(() => pair.Connection.Close(CloseCode.NormalClosure, new string('x', 124)));
        Assert.Equal(ConnectionState.Open, pair.Connection.State);
    }

    [Fact]
    public void Reading_pauses_in_the_middle_of_a_burst_and_nothing_is_lost()
    {
        var handler = new RecordingHandler
        {
            Message = static (connection, text) =>
            {
                if (text == "2")
                {
                    connection.PauseReading();
                }
            },
        };
        using var pair = new MemoryConnection(handler);
        pair.Loop.Run(() =>
        {
            for (int i = 1; i <= 5; i++)
            {
                pair.Peer.Say($"{i}");
            }
        });
        Assert.Equal(["open", "1", "2"], handler.Events);
        pair.Loop.Advance(TimeSpan.FromSeconds(100));
        Assert.Equal(["open", "1", "2"], handler.Events);

        pair.Do(static connection => connection.ResumeReading());
        Assert.Equal(["open", "1", "2", "3", "4", "5"], handler.Events);
        pair.Peer.Say("6");
        Assert.Equal("6", handler.Events[^1]);
    }
}
