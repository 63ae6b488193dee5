using System.Security.Claims;
using Parley.Protocol;
using Parley.Testing;
using Parley.TestSupport;

namespace Parley.Tests.Connections;

/// <summary>A connection lives no longer than what it was let in by.</summary>
public sealed class AuthenticationTests
{
    private static readonly TimeSpan _second = TimeSpan.FromSeconds(1);

    private readonly RecordingHandler _handler = new();

    [Fact]
    public void Until_somebody_says_who_it_is_it_is_anybody_for_ever()
    {
        using var memory = new MemoryConnection(_handler);
        Assert.False(memory.Connection.Authentication.User.Identity!.IsAuthenticated);
        Assert.Null(memory.Connection.Authentication.ExpiresAt);
        memory.Loop.Advance(TimeSpan.FromHours(1));
        Assert.Equal(ConnectionState.Open, memory.Connection.State);
    }

    [Fact]
    public void When_it_expires_the_connection_is_closed_with_3000()
    {
        using var memory = new MemoryConnection(_handler);
        memory.Do(static connection => Renew(connection, 60 * _second));
        memory.Loop.Advance(59 * _second);
        Assert.Equal(ConnectionState.Open, memory.Connection.State);
        memory.Loop.Advance(_second);
        Assert.Contains("close 3000 the authentication has expired", memory.Peer.Received);
        Assert.Equal(["open", "closed 3000"], _handler.Events);
    }

    [Fact]
    public void Renewed_in_time_it_stays_open_until_the_new_end()
    {
        using var memory = new MemoryConnection(_handler);
        memory.Do(static connection => Renew(connection, 60 * _second));
        memory.Loop.Advance(30 * _second);
        Renew(memory.Connection, 100 * _second, "Grace");
        Assert.Equal("Grace", memory.Connection.Authentication.User.Identity!.Name);
        memory.Loop.Advance(99 * _second);
        Assert.Equal(ConnectionState.Open, memory.Connection.State);
        memory.Loop.Advance(_second);
        Assert.Equal(ConnectionState.Closed, memory.Connection.State);
    }

    [Fact]
    public void Renewed_without_an_end_it_stays_open_for_ever()
    {
        using var memory = new MemoryConnection(_handler);
        Renew(memory.Connection, 60 * _second);
        memory.Connection.Authentication.Renew(User("Ada"));
        memory.Loop.Advance(TimeSpan.FromHours(1));
        Assert.Equal(ConnectionState.Open, memory.Connection.State);
    }

    [Fact]
    public void An_end_in_the_past_closes_at_once()
    {
        using var memory = new MemoryConnection(_handler);
        memory.Do(static connection => Renew(connection, -_second));
        Assert.Contains("close 3000 the authentication has expired", memory.Peer.Received);
    }

    [Fact]
    public void An_end_further_than_a_timer_reaches_is_kept()
    {
        using var memory = new MemoryConnection(_handler);
        Renew(memory.Connection, TimeSpan.FromDays(2));
        memory.Loop.Advance(TimeSpan.FromDays(2) - _second);
        Assert.Equal(ConnectionState.Open, memory.Connection.State);
        memory.Loop.Advance(_second);
        Assert.Equal(ConnectionState.Closed, memory.Connection.State);
    }

    [Fact]
    public void What_expires_before_the_connection_opens_closes_it_when_it_does()
    {
        var loop = new SimulatedLoop(new TestClock());
        (InMemoryTransport first, InMemoryTransport second) = InMemoryTransport.CreatePair(loop);
        var peer = new MemoryPeer(second, loop);
        var request = new MemoryRequest(first, "/");
        Renew(request.Connection, 5 * _second);
        loop.Advance(6 * _second);
        Assert.Empty(peer.Received);
        loop.Run(() => _ = request.AcceptAsync(_handler).AsTask());
        Assert.Contains("close 3000 the authentication has expired", peer.Received);
    }

    [Fact]
    public void What_has_ended_is_not_closed_again()
    {
        using var memory = new MemoryConnection(_handler);
        Renew(memory.Connection, 60 * _second);
        memory.Peer.Close(CloseCode.NormalClosure, "done");
        Renew(memory.Connection, 30 * _second);
        memory.Loop.Advance(90 * _second);
        Assert.Equal(["open", "closed 1000 done"], _handler.Events);
        Assert.Empty(memory.Loop.Faults);
    }

    private static ClaimsPrincipal User(string name) => new(new ClaimsIdentity([new Claim(ClaimTypes.Name, name)], "test"));

    private static void Renew(WebSocketConnection connection, TimeSpan left, string name = "Ada") =>
        connection.Authentication.Renew(User(name), connection.Loop.Time.GetUtcNow() + left);
}
