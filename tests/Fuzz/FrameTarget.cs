using System.Buffers;
using Parley.Protocol;

namespace Parley.Fuzz;

/// <summary>
/// A stream of frames: however it is split it tells the same, and it costs no more memory than the limits allow. The
/// input's first byte says which end reads, and how; the rest is what comes over the wire.
/// </summary>
public sealed class FrameTarget : FuzzTarget
{
    private static readonly ProtocolOptions _options = new() { MaxMessageSize = 4096, MaxFragments = 32 };

    public override string Name => "frames";

    public override IEnumerable<byte[]> Seeds =>
        from setting in Enumerable.Range(0, 8)
        select (byte[])[(byte)setting, .. Stream((setting & 1) == 0 ? Role.Client : Role.Server, (setting & 2) != 0)];

    public override void TakeInput(byte[] input)
    {
        if (input.Length == 0)
        {
            return;
        }

        Role role = (input[0] & 1) == 0 ? Role.Server : Role.Client;
        DeflateParameters? deflate = (input[0] & 2) == 0 ? null : new DeflateParameters { ClientNoContextTakeover = (input[0] & 8) != 0 };
        ProtocolOptions options = (input[0] & 4) == 0 ? _options : _options with { Delivery = MessageDelivery.Parts };
        int odd = 1 + ((input[0] >> 4) * 3);
        byte[] wire = input[1..];

        string whole = Tell(role, options, deflate, wire, int.MaxValue);
        foreach (int size in new[] { 1, odd, 1000 })
        {
            string split = Tell(role, options, deflate, wire, size);
            Require(whole == split, $"In pieces of {size} it told\n{split}\ninstead of\n{whole}");
        }
    }

    /// <summary>A stream as a good sender writes it, with some of everything.</summary>
    private static byte[] Stream(Role sender, bool isCompressed)
    {
        var output = new ArrayBufferWriter<byte>();
        using var protocol = new WebSocketProtocol(
            sender,
            new ProtocolOptions { Deflate = new DeflateOptions { Threshold = 0 } },
            isCompressed ? new DeflateParameters() : null);
        protocol.Send(MessageType.Text, "hello 大厅 🙂 hello hello"u8, output);
        protocol.BeginMessage(MessageType.Text, [0xE5, 0xA4], output);
        protocol.SendPing("ping"u8, output);
        protocol.EndMessage([0xA7], output);
        protocol.Send(MessageType.Binary, new byte[300], output);
        protocol.SendPong([], output);
        protocol.Send(MessageType.Text, [], output);
        protocol.SendClose(CloseCode.GoingAway, "bye", output);
        return output.WrittenSpan.ToArray();
    }

    private static string Tell(Role role, ProtocolOptions options, DeflateParameters? deflate, byte[] wire, int pieceSize)
    {
        using var teller = new StreamTeller(role, options, deflate);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int at = 0; at < wire.Length; at += Math.Min(pieceSize, wire.Length - at))
        {
            teller.Feed(wire.AsSpan(at, Math.Min(pieceSize, wire.Length - at)).ToArray());
        }

        // The input's own copies and what is told of it, beside the buffers that the limits allow.
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Require(allocated < (1 << 20) + (wire.Length * 400L), $"{wire.Length} bytes of input cost {allocated} bytes of memory.");
        return teller.Told;
    }
}
