using System.Globalization;
using System.Text;
using Parley.Protocol;

namespace Parley.Cli.Conformance;

/// <summary>A frame for the report.</summary>
/// <param name="Direction">Sent or received, from the tester's side.</param>
/// <param name="Header">FIN, reserved bits, opcode and length in words.</param>
/// <param name="Payload">The first bytes of the payload, as text where they are text.</param>
internal sealed record WireFrame(string Direction, string Header, string Payload)
{
    private const int PreviewBytes = 48;

    public static WireFrame Sent(byte firstByte, ReadOnlySpan<byte> payload) =>
        new("sent", Describe(firstByte, payload.Length), Preview((Opcode)(firstByte & 0x0F), payload));

    public static WireFrame Received(ReceivedEvent received) =>
        new("received", Describe(received), Preview(OpcodeOf(received), received.Payload));

    public static WireFrame Note(string text) => new("note", text, "");

    private static string Describe(byte firstByte, int length)
    {
        var opcode = (Opcode)(firstByte & 0x0F);
        string name = opcode.IsKnown ? opcode.ToString() : $"opcode {(int)opcode}";
        string final = (firstByte & 0x80) == 0 ? ", not final" : "";
        int reserved = (firstByte >> 4) & 7;
        string bits = reserved == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", RSV {reserved:B3}");
        return string.Create(CultureInfo.InvariantCulture, $"{name}{final}{bits}, {length:N0} bytes");
    }

    private static string Describe(in ReceivedEvent received) => received.Kind switch
    {
        ReceivedEventKind.Error => $"breach: {received.Error!.Reason}",
        ReceivedEventKind.Close => $"Close {(int)received.CloseCode}",
        ReceivedEventKind.Message => string.Create(
            CultureInfo.InvariantCulture, $"{received.MessageType} message, {received.Payload.Length:N0} bytes"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{received.Kind}, {received.Payload.Length:N0} bytes"),
    };

    private static Opcode OpcodeOf(in ReceivedEvent received) => received.Kind switch
    {
        ReceivedEventKind.Message => (Opcode)received.MessageType,
        ReceivedEventKind.Close => Opcode.Text,
        _ => Opcode.Binary,
    };

    private static string Preview(Opcode opcode, ReadOnlySpan<byte> payload)
    {
        ReadOnlySpan<byte> start = payload[..Math.Min(payload.Length, PreviewBytes)];
        bool isText = opcode == Opcode.Text && start.IndexOfAnyInRange<byte>(0, 0x1F) < 0
            && System.Text.Unicode.Utf8.IsValid(start);
        string text = isText ? Encoding.UTF8.GetString(start) : Convert.ToHexStringLower(start);
        return payload.Length > PreviewBytes ? text + "…" : text;
    }
}
