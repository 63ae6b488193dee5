using System.Buffers;
using Parley.Protocol.Tests.Conversation;
using Parley.TestSupport;

namespace Parley.Protocol.Tests;

/// <summary>The hot path allocates nothing: bytes are counted, not guessed.</summary>
public sealed class AllocationTests
{
    [Theory]
    [InlineData(Role.Server)]
    [InlineData(Role.Client)]
    public void A_message_in_one_piece_costs_no_allocation_either_way(Role role)
    {
        byte[] wire = [.. Frame.Text("hello 大厅").BytesFor(role), .. Frame.Ping("p").BytesFor(role)];
        AssertNothingAllocated(role, wire, int.MaxValue);
    }

    [Fact]
    public void A_message_in_pieces_costs_none_either_once_its_buffers_are_pooled()
    {
        byte[] wire = [.. Frame.Start("hel").BytesFor(Role.Server), .. Frame.Last("lo").BytesFor(Role.Server)];
        AssertNothingAllocated(Role.Server, wire, 5);
    }

    [Fact]
    public void A_length_that_is_only_claimed_costs_none()
    {
        byte[] header = (new Frame(0x82, []) { ClaimedLength64 = 1000 * 1000 }).BytesFor(Role.Server);
        var output = new ArrayBufferWriter<byte>(256);
        using var warm = new WebSocketProtocol(Role.Server, ProtocolOptions.Default);
        Receive(warm, [.. header], output);
        using var protocol = new WebSocketProtocol(Role.Server, ProtocolOptions.Default);

        long before = GC.GetAllocatedBytesForCurrentThread();
        Receive(protocol, header, output);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void AssertNothingAllocated(Role role, byte[] wire, int pieceSize)
    {
        using var protocol = new WebSocketProtocol(role, ProtocolOptions.Default);
        var output = new ArrayBufferWriter<byte>(1024);
        byte[] input = new byte[wire.Length];
        int rounds = 0;
        int messages = 0;
        long allocated = Allocations.InThousandRounds(() =>
        {
            messages += Run(protocol, wire, input, pieceSize, output);
            rounds++;
        });
        Assert.Equal(rounds, messages);
        Assert.Equal(0, allocated);
    }

    private static int Run(WebSocketProtocol protocol, byte[] wire, byte[] input, int pieceSize, ArrayBufferWriter<byte> output)
    {
        wire.CopyTo(input, 0);
        int messages = 0;
        for (int at = 0; at < input.Length; at += Math.Min(pieceSize, input.Length - at))
        {
            messages += Receive(protocol, input.AsSpan(at, Math.Min(pieceSize, input.Length - at)), output);
        }

        output.ResetWrittenCount();
        return messages;
    }

    private static int Receive(WebSocketProtocol protocol, Span<byte> piece, ArrayBufferWriter<byte> output)
    {
        int messages = 0;
        while (protocol.TryReceive(ref piece, output, out ReceivedEvent received))
        {
            if (received.Kind == ReceivedEventKind.Message)
            {
                protocol.Send(received.MessageType, received.Payload, output);
                messages++;
            }
        }

        return messages;
    }
}
