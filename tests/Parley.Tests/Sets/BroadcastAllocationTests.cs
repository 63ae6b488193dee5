using System.Text;
using Parley.Protocol;
using Parley.Testing;
using Parley.TestSupport;

namespace Parley.Tests.Sets;

/// <summary>A publication costs no allocation, however many members it reaches: bytes are counted.</summary>
public sealed class BroadcastAllocationTests
{
    [Theory]
    [InlineData(20)]
    [InlineData(20_000)]
    public void A_publication_allocates_nothing(int length)
    {
        var loop = new SimulatedLoop(new TestClock());
        var set = new ConnectionSet();
        var peer = new CountingPeer();
        for (int i = 0; i < 10; i++)
        {
            Join(loop, set, peer);
        }

        byte[] payload = Encoding.UTF8.GetBytes(new string('m', length));
        int rounds = 0;
        long allocated = Allocations.InThousandRounds(() =>
        {
            PreparedMessage message = PreparedMessage.Create(MessageType.Text, payload);
            set.Publish(message, new Delivery(SlowReaderPolicy.DropOldest));
            message.Release();
            loop.Run();
            rounds++;
        });
        Assert.Equal(10 * rounds * (FrameWriter.HeaderSize(length, Role.Server) + length), peer.Bytes);
        Assert.Equal(0, allocated);
    }

    private static void Join(SimulatedLoop loop, ConnectionSet set, CountingPeer peer)
    {
        (InMemoryTransport first, InMemoryTransport second) = InMemoryTransport.CreatePair(loop);
        second.Handler = peer;
        second.Start();
        var request = new MemoryRequest(first, "/");
        loop.Run(() => _ = request.AcceptAsync(new RecordingHandler()).AsTask());
        loop.Run(() => set.Add(request.Connection));
    }

    private sealed class CountingPeer : TransportHandler
    {
        public long Bytes { get; private set; }

        public override void OnReceived(Span<byte> data) => Bytes += data.Length;
    }
}
