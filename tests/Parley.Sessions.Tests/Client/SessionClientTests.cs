using System.Text.Json.Nodes;
using Parley.Protocol;
using Parley.Testing;
using Parley.TestSupport;

namespace Parley.Sessions.Tests.Client;

/// <summary>The client on real sockets.</summary>
public sealed class SessionClientTests : IAsyncDisposable
{
    private static readonly GroupName _lobby = new("lobby");

    private readonly ScriptedServer _server = new();
    private readonly StateLog _states = new();
    private readonly LogCollector _log = new();

    private SessionClientOptions Options => new()
    {
        Uri = _server.Address,
        MinPause = TimeSpan.FromMilliseconds(1),
        OnStateChanged = _states.Add,
        LoggerFactory = _log,
    };

    [Fact]
    public async Task It_joins_publishes_and_is_told()
    {
        await using SessionClient client = SessionClient.Connect(Options);
        SessionSubscription lobby = await JoinAsync(client);
        await using IAsyncEnumerator<SessionEvent> events = lobby.ReadAllAsync().GetAsyncEnumerator();
        Assert.Equal("joined e1:0", await NextAsync(events));

        Task<SessionPublished> published = client.PublishTextAsync(_lobby, "Good \"morning\"");
        JsonObject publish = await _server.HearAsync("publish");
        Assert.Equal("Good \"morning\"", (string?)publish["data"]);
        _server.Tell(1, "Good morning");
        _server.Say($$"""{"op":"published","group":"lobby","id":"{{publish["id"]}}","offset":1}""");
        Assert.Equal(1, (await Within.Time(published)).Offset);
        Assert.Equal("1 Good morning", await NextAsync(events));
        Assert.Equal((new StreamPosition("e1", 1), 0), (lobby.Position, lobby.Count));
        Assert.Equal((SessionClientState.Open, "c1"), (client.State, client.Welcome!.Client));
    }

    [Fact]
    public async Task Cut_off_it_comes_back_from_where_it_was_and_sends_again()
    {
        await using SessionClient client = SessionClient.Connect(Options);
        SessionSubscription lobby = await JoinAsync(client);
        await using IAsyncEnumerator<SessionEvent> events = lobby.ReadAllAsync().GetAsyncEnumerator();
        _server.Tell(1, "a");
        Assert.Equal(["joined e1:0", "1 a"], [await NextAsync(events), await NextAsync(events)]);
        Task<SessionPublished> published = client.PublishAsync(_lobby, "{\"n\":1}"u8.ToArray(), "mine");
        JsonObject first = await _server.HearAsync("publish");
        _server.Connection.Abort();

        Assert.Equal(1, (long)(await _server.LetInAsync(2))["after"]!);
        _server.Tell(2, "b");
        Assert.True(JsonNode.DeepEquals(first, await _server.HearAsync("publish")));
        _server.Say("""{"op":"published","group":"lobby","id":"mine","offset":2,"duplicate":true}""");
        Assert.Equal(new SessionPublished("mine", 2, IsDuplicate: true), await Within.Time(published));
        Assert.Equal(["joined e1:2", "2 b"], [await NextAsync(events), await NextAsync(events)]);
        Assert.Equal("c2", client.Welcome!.Client);
        Assert.Contains(_log.Lines, static line => line.Contains("is lost (1006", StringComparison.Ordinal));
    }

    [Fact]
    public async Task It_waits_for_a_server_that_is_not_there_yet()
    {
        await _server.DisposeAsync();
        await using SessionClient client = SessionClient.Connect(Options);
        SessionClientStateChange lost = await _states.UntilAsync(SessionClientState.Waiting);
        Assert.Equal(CloseCode.AbnormalClosure, lost.CloseCode);
        Assert.StartsWith("Can't connect to", lost.Reason, StringComparison.Ordinal);
        await _states.UntilAsync(SessionClientState.Connecting);
    }

    [Fact]
    public async Task A_server_that_does_not_speak_the_subprotocol_is_left()
    {
        await using var other = new ScriptedServer(subprotocol: null);
        await using SessionClient client = SessionClient.Connect(Options with { Uri = other.Address });
        Assert.Contains("speaks no parley.v1", (await _states.UntilAsync(SessionClientState.Waiting)).Reason, StringComparison.Ordinal);
        Assert.Equal("1006", await other.ClosedAsync());
    }

    [Fact]
    public async Task A_token_goes_as_authorization_a_fresh_one_with_every_attempt()
    {
        int count = 0;
        await using SessionClient client = SessionClient.Connect(Options with
        {
            Token = _ => ++count == 2 ? throw new IOException("signed out") : ValueTask.FromResult(count == 3 ? null : $"t{count}"),
        });
        await _states.UntilAsync(SessionClientState.Open);
        _server.Connection.Abort();
        await _states.UntilAsync(SessionClientState.Waiting);
        Assert.Equal("signed out", (await _states.UntilAsync(SessionClientState.Waiting)).Reason);
        await _states.UntilAsync(SessionClientState.Open);
        _server.Connection.Abort();
        await _states.UntilAsync(SessionClientState.Open);
        Assert.Equal(["Bearer t1", "none", "Bearer t4"], _server.Authorizations.Reader.ReadAllAsync().Take(3).ToBlockingEnumerable());
    }

    [Fact]
    public async Task It_pings_on_its_clock_and_gives_up_a_server_that_is_silent()
    {
        var clock = new TestClock();
        await using SessionClient client = SessionClient.Connect(Options with { Time = clock });
        await _states.UntilAsync(SessionClientState.Open);
        clock.Advance(TimeSpan.FromSeconds(25));
        await _server.HearAsync("ping");
        clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Contains("after a ping", (await _states.UntilAsync(SessionClientState.Waiting)).Reason, StringComparison.Ordinal);
        Assert.Equal("1006", await _server.ClosedAsync());
    }

    [Fact]
    public async Task A_server_may_ask_for_a_ping_more_seldom_than_timers_can_wait()
    {
        await using var patient = new ScriptedServer { Heartbeat = 60 * 24 * 60 * 60 };
        await using SessionClient client = SessionClient.Connect(Options with { Uri = patient.Address });
        Task<SessionSubscription> joining = client.JoinAsync(_lobby).AsTask();
        await patient.LetInAsync();
        Assert.Equal(_lobby, (await Within.Time(joining)).Group);
        Assert.Equal("c1", client.Welcome!.Client);
    }

    [Fact]
    public async Task A_reader_that_is_slow_slows_the_server_and_gets_everything_in_the_end()
    {
        const int Count = 30_000;
        await using SessionClient client = SessionClient.Connect(Options with { InboxEvents = 1000, InboxBytes = int.MaxValue });
        SessionSubscription lobby = await JoinAsync(client);
        string filler = new('a', 4000);
        int told = 0;
        while (!lobby.Room!.Inbox.IsFull || _server.Connection.UnsentBytes < 1024 * 1024)
        {
            Assert.True(told < Count, "The client takes all there is.");
            if (_server.Tell(told + 1, filler) == SendStatus.Taken)
            {
                told++;
            }
            else
            {
                await Task.Yield();
            }
        }

        Assert.False(lobby.Room!.Inbox.IsOverflowing);
        long next = 0;
        await foreach (SessionPublication publication in lobby.ReadAllAsync().OfType<SessionPublication>())
        {
            Assert.Equal(++next, publication.Position.Offset);
            if (next == told)
            {
                break;
            }
        }
    }

    [Fact]
    public async Task Leaving_ends_the_reading()
    {
        await using SessionClient client = SessionClient.Connect(Options);
        SessionSubscription lobby = await JoinAsync(client);
        Task left = lobby.LeaveAsync().AsTask();
        JsonObject leave = await _server.HearAsync("leave");
        Assert.False(left.IsCompleted);
        _server.Say($$"""{"op":"left","ref":"{{leave["ref"]}}","group":"lobby"}""");
        await Within.Time(left);
        Assert.Equal(["joined e1:0"], lobby.ReadAllAsync().Select(Told.Of).ToBlockingEnumerable());
        Assert.False(lobby.TrySignal("1"u8.ToArray()));
    }

    [Fact]
    public async Task A_refusal_fails_the_join_and_later_the_reading()
    {
        await using SessionClient client = SessionClient.Connect(Options);
        Task<SessionSubscription> joining = client.JoinAsync(_lobby).AsTask();
        await RefuseAsync();
        Assert.Equal("forbidden", (await Assert.ThrowsAsync<SessionException>(() => Within.Time(joining))).Code);

        SessionSubscription lobby = await JoinAsync(client);
        _server.Connection.Abort();
        await RefuseAsync();
        SessionException refusal = await Assert.ThrowsAsync<SessionException>(
            async () => await Within.Time(lobby.ReadAllAsync().CountAsync()));
        Assert.Equal("forbidden", refusal.Code);
    }

    [Fact]
    public async Task A_join_that_is_cancelled_leaves()
    {
        await using SessionClient client = SessionClient.Connect(Options);
        using var cancellation = new CancellationTokenSource();
        Task<SessionSubscription> joining = client.JoinAsync(_lobby, cancellationToken: cancellation.Token).AsTask();
        await _server.HearAsync("join");
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Within.Time(joining));
        await _server.HearAsync("leave");
    }

    [Fact]
    public async Task Disposing_closes_in_good_order_and_ends_what_waits()
    {
        SessionClient client = SessionClient.Connect(Options);
        SessionSubscription lobby = await JoinAsync(client);
        Task<SessionPublished> published = client.PublishAsync(_lobby, "1"u8.ToArray());
        await _server.HearAsync("publish");
        await Within.Time(client.DisposeAsync());
        Assert.Equal("1000", await _server.ClosedAsync());
        Assert.Equal("unknown", (await Assert.ThrowsAsync<SessionException>(() => published)).Code);
        Assert.Equal(["joined e1:0"], lobby.ReadAllAsync().Select(Told.Of).ToBlockingEnumerable());
        await Assert.ThrowsAsync<SessionException>(() => client.JoinAsync(_lobby).AsTask());
        await Assert.ThrowsAsync<SessionException>(() => client.PublishAsync(_lobby, "1"u8.ToArray()));
        await client.DisposeAsync();
        Assert.Equal(SessionClientState.Closed, client.State);
    }

    [Fact]
    public async Task What_can_be_seen_to_be_wrong_is_refused_at_the_call()
    {
        await using SessionClient client = SessionClient.Connect(Options);
        await Assert.ThrowsAsync<ArgumentException>(() => client.PublishAsync(_lobby, "{"u8.ToArray()));
        await Assert.ThrowsAsync<ArgumentException>(() => client.PublishAsync(_lobby, "1"u8.ToArray(), "with a blank"));
        await Assert.ThrowsAsync<ArgumentException>(() => client.PublishAsync(_lobby, "1"u8.ToArray(), new string('a', 65)));
        await Assert.ThrowsAsync<ArgumentException>(
            () => client.JoinAsync(_lobby, new SessionJoinOptions { Show = "{"u8.ToArray() }).AsTask());
        Assert.NotEqual(client.NewId(), client.NewId());
    }

    [Fact]
    public async Task A_handler_of_states_that_throws_harms_nobody()
    {
        await using SessionClient client = SessionClient.Connect(Options with
        {
            OnStateChanged = change =>
            {
                _states.Add(change);
                throw new InvalidOperationException("a defect");
            },
        });
        await JoinAsync(client);
        await _states.UntilAsync(SessionClientState.Open);
        Assert.Contains(_log.Lines, static line => line.Contains("OnStateChanged threw", StringComparison.Ordinal));
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static async Task<string> NextAsync(IAsyncEnumerator<SessionEvent> events)
    {
        Assert.True(await Within.Time(events.MoveNextAsync()));
        return Told.Of(events.Current);
    }

    private async Task<SessionSubscription> JoinAsync(SessionClient client)
    {
        Task<SessionSubscription> joining = client.JoinAsync(_lobby).AsTask();
        await _server.LetInAsync();
        return await Within.Time(joining);
    }

    private async Task RefuseAsync()
    {
        JsonObject join = await _server.HearAsync("join");
        _server.Say($$"""{"op":"error","ref":"{{join["ref"]}}","code":"forbidden","message":"No."}""");
    }
}
