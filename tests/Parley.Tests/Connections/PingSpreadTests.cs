using Parley.Testing;
using Parley.TestSupport;

namespace Parley.Tests.Connections;

public sealed class PingSpreadTests
{
    [Fact]
    public void Connections_that_open_at_one_moment_are_not_pinged_at_one_moment()
    {
        const int Count = 1000;
        var loop = new SimulatedLoop(new TestClock());
        MemoryPeer[] peers = [.. Enumerable.Range(0, Count).Select(_ => Open(loop))];
        int before = 0;
        for (int second = 1; second <= 21; second++)
        {
            loop.Advance(TimeSpan.FromSeconds(1));
            int pings = peers.Sum(static peer => peer.Received.Count(static what => what == "ping"));

            // Spread over half of the interval of 20 s, a tenth would be even; other tests take phases meanwhile.
            Assert.InRange(pings - before, 0, 3 * Count / 10);
            before = pings;
        }

        Assert.Equal(Count, before);
        loop.Dispose();
        loop.Run();
    }

    private static MemoryPeer Open(SimulatedLoop loop)
    {
        (InMemoryTransport first, InMemoryTransport second) = InMemoryTransport.CreatePair(loop);
        var peer = new MemoryPeer(second, loop);
        var request = new MemoryRequest(first, "/");
        loop.Run(() => _ = request.AcceptAsync(new RecordingHandler()).AsTask());
        return peer;
    }
}
