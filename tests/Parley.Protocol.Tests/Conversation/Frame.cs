using System.Text;

namespace Parley.Protocol.Tests.Conversation;

/// <summary>A frame as a case describes it, right or wrong, without saying yet who sends it.</summary>
/// <param name="FirstByte">FIN, reserved bits and opcode.</param>
/// <param name="Payload">The payload, unmasked.</param>
public sealed record Frame(byte FirstByte, byte[] Payload)
{
    /// <summary>The opposite of the masking that its sender's role demands.</summary>
    public bool IsMaskingWrong { get; init; }

    /// <summary>A length to claim in 8 bytes instead of the payload's own.</summary>
    public ulong? ClaimedLength64 { get; init; }

    /// <summary>A length to claim in 2 bytes instead of the payload's own.</summary>
    public ushort? ClaimedLength16 { get; init; }

    public static Frame Text(string text) => new(0x81, Encoding.UTF8.GetBytes(text));

    public static Frame Text(params byte[] bytes) => new(0x81, bytes);

    public static Frame Binary(int length) => new(0x82, Pattern(length));

    public static Frame Start(string text) => new(0x01, Encoding.UTF8.GetBytes(text));

    public static Frame Start(params byte[] bytes) => new(0x01, bytes);

    public static Frame More(string text) => new(0x00, Encoding.UTF8.GetBytes(text));

    public static Frame Last(string text) => new(0x80, Encoding.UTF8.GetBytes(text));

    public static Frame Last(params byte[] bytes) => new(0x80, bytes);

    public static Frame Ping(string text) => new(0x89, Encoding.UTF8.GetBytes(text));

    public static Frame Pong(string text) => new(0x8A, Encoding.UTF8.GetBytes(text));

    public static Frame Close() => new(0x88, []);

    public static Frame Close(int code, string reason = "") => Close(code, Encoding.UTF8.GetBytes(reason));

    public static Frame Close(int code, byte[] reason) => new(0x88, [(byte)(code >> 8), (byte)code, .. reason]);

    public static byte[] Pattern(int length) => [.. Enumerable.Range(0, length).Select(static i => (byte)(i * 31))];

    /// <summary>The frame's bytes, as they are received by a role.</summary>
    public byte[] BytesFor(Role receiver)
    {
        bool masked = (receiver == Role.Server) != IsMaskingWrong;
        List<byte> bytes = [FirstByte, .. Length(masked ? (byte)0x80 : (byte)0)];
        byte[] payload = [.. Payload];
        if (masked)
        {
            const uint Key = 0x9A3C71E5;
            bytes.AddRange([0xE5, 0x71, 0x3C, 0x9A]);
            for (int i = 0; i < payload.Length; i++)
            {
                payload[i] ^= (byte)(Key >> (i % 4 * 8));
            }
        }

        return [.. bytes, .. payload];
    }

    private byte[] Length(byte mask)
    {
        if (ClaimedLength64 is { } claimed)
        {
            return [(byte)(mask | 127), .. BitConverter.GetBytes(claimed).Reverse()];
        }

        return ClaimedLength16 is null && Payload.Length < 126
            ? [(byte)(mask | Payload.Length)]
            : ClaimedLength16 is not null || Payload.Length <= ushort.MaxValue
                ? [(byte)(mask | 126), .. BitConverter.GetBytes(ClaimedLength16 ?? (ushort)Payload.Length).Reverse()]
                : [(byte)(mask | 127), .. BitConverter.GetBytes((ulong)Payload.Length).Reverse()];
    }
}
