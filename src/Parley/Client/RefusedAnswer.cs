using System.Globalization;
using System.Text;
using Parley.Protocol;

namespace Parley;

/// <summary>An answer that opens no WebSocket, and the first of its body, which may say why.</summary>
internal sealed class RefusedAnswer(ResponseHead head)
{
    /// <summary>How much of a body is kept.</summary>
    public const int MaxBody = 4096;

    private const int MaxRaw = 2 * MaxBody;

    private readonly List<byte> _raw = [];

    public ResponseHead Head => head;

    /// <summary>Whether the body has ended, or enough of it has come.</summary>
    public bool IsComplete { get; private set; } = HasNoBody(head);

    /// <summary>The body, at most <see cref="MaxBody"/> bytes of it.</summary>
    public string Body
    {
        get
        {
            byte[] body = Decode(out _);
            return Encoding.UTF8.GetString(body.AsSpan(0, Math.Min(body.Length, MaxBody)));
        }
    }

    private bool IsChunked => head.Fields.HasToken("Transfer-Encoding", "chunked");

    /// <summary>Takes bytes that came after the head.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        _raw.AddRange(bytes[..Math.Min(bytes.Length, MaxRaw - _raw.Count)]);
        byte[] body = Decode(out bool hasEnded);
        IsComplete |= hasEnded || body.Length >= MaxBody || _raw.Count == MaxRaw;
    }

    // RFC 9112 section 6.3.
    private static bool HasNoBody(ResponseHead head) =>
        head.StatusCode is 204 or 304 || head.Fields["Content-Length"] == "0";

    private byte[] Decode(out bool hasEnded)
    {
        byte[] raw = [.. _raw];
        if (IsChunked)
        {
            return Dechunk(raw, out hasEnded);
        }

        hasEnded = long.TryParse(head.Fields["Content-Length"], NumberStyles.None, CultureInfo.InvariantCulture, out long length)
            && raw.Length >= length;
        return hasEnded ? raw[..(int)length] : raw;
    }

    // RFC 9112 section 7.1: a length in hexadecimal, a line's end, so many bytes, a line's end; 0 at the end.
    private static byte[] Dechunk(ReadOnlySpan<byte> raw, out bool hasEnded)
    {
        List<byte> body = [];
        while (raw.IndexOf("\r\n"u8) is >= 0 and int end)
        {
            ReadOnlySpan<byte> digits = raw[..end];
            int extension = digits.IndexOf((byte)';');
            digits = (extension < 0 ? digits : digits[..extension]).Trim((byte)' ');
            if (!uint.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint length) || length == 0)
            {
                hasEnded = true;
                return [.. body];
            }

            raw = raw[(end + 2)..];
            body.AddRange(raw[..(int)Math.Min(length, (uint)raw.Length)]);
            raw = raw[(int)Math.Min(length + 2L, raw.Length)..];
        }

        hasEnded = false;
        return [.. body];
    }
}
