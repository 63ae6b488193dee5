using System.Buffers;
using Parley.Protocol;

namespace Parley.Fuzz;

/// <summary>
/// Anything written reads back: the input is a script of messages, fragments and control frames that one end sends and
/// the other reads.
/// </summary>
public sealed class RoundTripTarget : FuzzTarget
{
    public override string Name => "round trips";

    public override IEnumerable<byte[]> Seeds =>
    [
        [0, 10, 1, 200, 2, 3, 4, 5, 6, 7, 8, 9, 255, 254],
        [3, .. Enumerable.Range(0, 200).Select(static i => (byte)i)],
        [7, 250, 250, 250, 1, 2, 3],
    ];

    public override void TakeInput(byte[] input)
    {
        if (input.Length == 0)
        {
            return;
        }

        Role sender = (input[0] & 1) == 0 ? Role.Server : Role.Client;
        DeflateParameters? deflate = (input[0] & 2) == 0
            ? null
            : new DeflateParameters { ServerNoContextTakeover = (input[0] & 4) != 0, ClientNoContextTakeover = (input[0] & 4) != 0 };
        var options = new ProtocolOptions { Deflate = new DeflateOptions { Threshold = 16 } };
        using var protocol = new WebSocketProtocol(sender, options, deflate);
        var wire = new ArrayBufferWriter<byte>();
        List<string> sent = [];
        for (int at = 1; at < input.Length; at++)
        {
            sent.Add(Send(protocol, input, at, wire));
        }

        using var teller = new StreamTeller(sender == Role.Server ? Role.Client : Role.Server, options, deflate);
        teller.Feed(wire.WrittenSpan.ToArray());
        string told = teller.Told;
        Require(
            told.StartsWith(string.Concat(sent) + "Open", StringComparison.Ordinal),
            $"What was sent,\n{string.Concat(sent)}\nwas read as\n{told}");
    }

    private static string Send(WebSocketProtocol protocol, byte[] input, int at, ArrayBufferWriter<byte> wire)
    {
        byte[] payload = [.. Enumerable.Range(0, input[at] * (at % 7)).Select(i => input[(at + i) % input.Length])];
        string hex = Convert.ToHexString(payload);
        switch (input[at] % 4)
        {
            case 0:
                protocol.Send(MessageType.Binary, payload, wire);
                return $"Binary {hex}\n";
            case 1:
                int split = payload.Length / 3;
                protocol.BeginMessage(MessageType.Binary, payload.AsSpan(0, split), wire);
                protocol.ContinueMessage(payload.AsSpan(split, split), wire);
                protocol.EndMessage(payload.AsSpan(split * 2), wire);
                return $"Binary {hex}\n";
            case 2:
                protocol.SendPong(payload.AsSpan(0, Math.Min(125, payload.Length)), wire);
                return $"Pong 0 {Convert.ToHexString(payload.AsSpan(0, Math.Min(125, payload.Length)))}\n";
            default:
                var message = PreparedMessage.Create(MessageType.Binary, payload);
                protocol.Send(message, wire);
                message.Release();
                return $"Binary {hex}\n";
        }
    }
}
