using Parley.Testing;
using Parley.TestSupport;

namespace Parley.Channels.Tests;

/// <summary>Consumers on connections in memory, on one loop that a test turns by hand.</summary>
internal sealed class Stage
{
    public Stage(
        string pattern,
        Func<Consumer> makeConsumer,
        ConnectionOptions? options = null,
        Groups? groups = null,
        LoopScheduler? pool = null)
    {
        Loop = new SimulatedLoop(new TestClock(), pool);
        Groups = groups ?? Groups.InProcess();
        Options = options ?? ConnectionOptions.Default;
        Router = new ConsumerRouter(Groups, Log).Map(pattern, makeConsumer);
    }

    public Groups Groups { get; }

    public LogCollector Log { get; } = new();

    public SimulatedLoop Loop { get; }

    private ConnectionOptions Options { get; }

    private ConsumerRouter Router { get; }

    /// <summary>Connects, and runs the loop until all is quiet.</summary>
    public MemoryPeer Connect(string path = "/", params string[] subprotocols) => Connect(out _, path, subprotocols);

    public MemoryPeer Connect(out MemoryRequest request, string path = "/", params string[] subprotocols)
    {
        (InMemoryTransport first, InMemoryTransport second) = InMemoryTransport.CreatePair(Loop);
        var peer = new MemoryPeer(second, Loop);
        var made = new MemoryRequest(first, path, Options, Log, subprotocols);
        Assert.True(Router.Serves(made.Head.Path));
        Loop.Run(() => Router.OnUpgrade(made));
        request = made;
        return peer;
    }
}
