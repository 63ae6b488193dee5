using Parley.Cli.Bench;
using Parley.Testing;
using Parley.TestSupport;

namespace Parley.Cli.Tests;

/// <summary>One connection of <c>parley bench echo</c>, and what it makes of its answers.</summary>
public sealed class EchoConnectionTests : IDisposable
{
    private const string Message = "text ";

    private readonly SimulatedLoop _loop = new(new TestClock());
    private readonly Load _load = new(new LoadSettings
    {
        Kind = "echo",
        Url = new Uri("ws://memory/"),
        Connections = 1,
        Senders = 1,
        Size = 20,
        InFlight = 1,
        Seconds = 0,
        Warmup = 0,
    });
    private readonly EchoConnection _echo;
    private readonly MemoryPeer _server;

    public EchoConnectionTests()
    {
        _echo = new EchoConnection(_load);
        (InMemoryTransport near, InMemoryTransport far) = InMemoryTransport.CreatePair(_loop);
        _server = new MemoryPeer(far, _loop);
        _loop.Run(() => _ = new MemoryRequest(near, "/").AcceptAsync(_echo).AsTask());
        _load.IsSending = true;
        _echo.Start();
        _loop.Run();
    }

    public void Dispose() => _loop.Dispose();

    [Fact]
    public void An_answer_lets_the_next_message_go_and_the_same_once_more_none()
    {
        string first = Assert.Single(_server.Received)[Message.Length..];
        _server.Say(first);
        Assert.Equal((2, 1, 0), (_echo.Sent, _echo.Missing, _load.Errors.Total));
        _server.Say(first);
        Assert.Equal((2, 1, 1), (_echo.Sent, _echo.Missing, _load.Errors.Total));
        _server.Say(_server.Received[1][Message.Length..]);
        Assert.Equal((3, 1, 1), (_echo.Sent, _echo.Missing, _load.Errors.Total));
    }

    [Fact]
    public void What_is_no_message_of_its_own_is_a_wrong_answer_and_lets_the_next_go()
    {
        _server.Say("something else");
        Assert.Equal((2, 1, 1), (_echo.Sent, _echo.Missing, _load.Errors.Total));
    }
}
