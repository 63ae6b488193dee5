using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Parley.Protocol;

/// <summary>The key of an opening handshake and the server's answer to it (RFC 6455 sections 4.1 and 4.2.2).</summary>
public static class AcceptKey
{
    /// <summary>How many characters a key has: 16 bytes in base64.</summary>
    public const int KeyLength = 24;

    private const string Guid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    /// <summary>A fresh key for a client's handshake: 16 random bytes in base64.</summary>
    public static string NewKey() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));

    /// <summary>Whether a key is 16 bytes in base64, as RFC 6455 section 4.2.1 demands.</summary>
    /// <param name="key">The value of <c>Sec-WebSocket-Key</c>.</param>
    public static bool IsValidKey(string key) =>
        key.Length == KeyLength && Base64.IsValid(key, out int decoded) && decoded == 16;

    /// <summary>The value of <c>Sec-WebSocket-Accept</c> for a key.</summary>
    /// <param name="key">A valid key.</param>
    [System.Diagnostics.CodeAnalysis.SuppressMessage(
        "Security", "CA5350", Justification = "RFC 6455 section 4.2.2 prescribes SHA-1; it guards no secret here.")]
    public static string Compute(string key)
    {
        Span<byte> input = stackalloc byte[KeyLength + Guid.Length];
        if (key.Length != KeyLength)
        {
            throw new ArgumentException($"A key has {KeyLength} characters.", nameof(key));
        }

        Encoding.ASCII.GetBytes(key, input);
        Encoding.ASCII.GetBytes(Guid, input[KeyLength..]);
        Span<byte> hash = stackalloc byte[SHA1.HashSizeInBytes];
        SHA1.HashData(input, hash);
        return Convert.ToBase64String(hash);
    }
}
