using System.Buffers;
using Parley.Protocol;
using Parley.Testing;
using Parley.TestSupport;

namespace Parley.Tests.Connections;

/// <summary>Between the transport and a handler, and on the way out, a message costs no allocation: bytes are counted.</summary>
public sealed class AllocationTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    [InlineData(20_000)]
    public void An_echo_allocates_nothing(int length)
    {
        var loop = new SimulatedLoop(new TestClock());
        (InMemoryTransport first, InMemoryTransport second) = InMemoryTransport.CreatePair(loop);
        var peer = new CountingPeer();
        second.Handler = peer;
        second.Start();
        var request = new MemoryRequest(first, "/");
        loop.Run(() => _ = request.AcceptAsync(new EchoHandler()).AsTask());
        var frame = new ArrayBufferWriter<byte>();
        FrameWriter.WriteFrame(frame, FrameWriter.Final(Opcode.Binary), new byte[length], maskingKey: 0x01020304);

        int rounds = 0;
        long allocated = Allocations.InThousandRounds(() =>
        {
            Exchange(loop, second, frame.WrittenSpan);
            rounds++;
        });
        Assert.Equal(rounds * (FrameWriter.HeaderSize(length, Role.Server) + length), peer.Bytes);
        Assert.Equal(0, allocated);
    }

    private static void Exchange(SimulatedLoop loop, InMemoryTransport transport, ReadOnlySpan<byte> frame)
    {
        frame.CopyTo(transport.GetSpan(frame.Length));
        transport.Advance(frame.Length);
        transport.Flush();
        loop.Run();
    }

    private sealed class EchoHandler : IWebSocketHandler
    {
        public void OnMessage(WebSocketConnection connection, MessageType type, ReadOnlySpan<byte> payload) =>
            connection.Send(type, payload);
    }

    private sealed class CountingPeer : TransportHandler
    {
        public int Bytes { get; private set; }

        public override void OnReceived(Span<byte> data) => Bytes += data.Length;
    }
}
