using System.Security.Claims;
using Parley.Channels;
using Parley.Protocol;
using Parley.Testing;
using Parley.TestSupport;

namespace Parley.Simulation.Tests;

/// <summary>One process of the simulated service: sessions on loops that the simulation turns.</summary>
internal sealed class Server
{
    private const int Mark = 8 * 1024;

    private static readonly TimeSpan _never = TimeSpan.FromDays(1);

    private readonly ErrorLog _log;
    private readonly InMemoryTransportOptions _wire;
    private readonly ConnectionOptions _options = new()
    {
        OutboundMark = Mark,
        Protocol = ProtocolOptions.Default with { PingInterval = _never },
    };

    private Server(int number, InMemoryNode node, TestClock clock, Plan plan, ErrorLog log)
    {
        Number = number;
        Node = node;
        Clock = clock;
        Loops = [.. Enumerable.Range(0, plan.Loops).Select(_ => new SimulatedLoop(clock, Scheduler))];
        _log = log;
        _wire = new InMemoryTransportOptions { PieceSize = plan.PieceSize, Capacity = Mark };
    }

    public int Number { get; }

    public InMemoryNode Node { get; }

    public TestClock Clock { get; }

    public SimulatedScheduler Scheduler { get; } = new();

    public IReadOnlyList<SimulatedLoop> Loops { get; }

    public Groups Groups { get; private set; } = null!;

    public SessionServer Sessions { get; private set; } = null!;

    public bool IsCutOff { get; set; }

    public bool IsIdle => Scheduler.WaitingCount == 0 && Node.RequestCount == 0 && Node.ReplyCount == 0
        && Loops.All(static loop => loop.WaitingCount == 0);

    public static Server Start(int number, InMemoryCluster cluster, Plan plan, ErrorLog log)
    {
        var clock = new TestClock();
        InMemoryNode node = cluster.CreateNode(clock);
        var server = new Server(number, node, clock, plan, log);
        Task<Groups> starting = Groups.StartAsync(
            node.Layer,
            new GroupsOptions
            {
                Presence = node.Presence,
                Time = clock,
                Scheduler = server.Scheduler,
                SlowReaders = _ => plan.Drops ? SlowReaderPolicy.DropNewest : SlowReaderPolicy.Close,
            }).AsTask();
        while (!starting.IsCompleted)
        {
            node.PassRequest();
            node.PassReply();
        }

        server.Groups = starting.GetAwaiter().GetResult();
        server.Sessions = new SessionServer(server.Groups, null, log);
        return server;
    }

    /// <summary>Connects a client, as if its handshake had been taken.</summary>
    public Line Connect(int loop, string? user)
    {
        (InMemoryTransport near, InMemoryTransport far) = InMemoryTransport.CreatePair(Loops[loop], _wire);
        var line = new Line(this, Loops[loop], far);
        var request = new MemoryRequest(near, "/", _options, _log, SessionServer.Subprotocol);
        if (user is not null)
        {
            request.Connection.Authentication.Renew(
                new ClaimsPrincipal(new ClaimsIdentity([new Claim("sub", user)], authenticationType: "simulation")));
        }

        Loops[loop].Post(new LoopWork(
            static (sessions, request) => ((SessionServer)sessions!).OnUpgrade((UpgradeRequest)request!), Sessions, request));
        return line;
    }
}
