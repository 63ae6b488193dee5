using System.IO.Compression;

namespace Parley.Protocol;

/// <summary>
/// How messages are compressed with permessage-deflate (RFC 7692), if the peer agrees. Immutable; one instance serves
/// any number of connections, but nothing that compresses is ever shared between two of them.
/// </summary>
/// <remarks>
/// Context takeover lets a message refer back to those before it. It compresses short messages far better, and costs
/// each connection about 260 KiB for what it sends and 50 KiB for what it receives. Without it a compressor is made for
/// each message, and a group's message is compressed once for all of its members.
/// </remarks>
public sealed record DeflateOptions
{
    /// <summary>The smallest window, as the exponent of a power of two.</summary>
    public const int MinWindowBits = 8;

    /// <summary>The largest window, 32 KiB, which is used unless something smaller was agreed on.</summary>
    public const int MaxWindowBits = 15;

    /// <summary>Messages smaller than this many bytes are sent uncompressed. 256 unless set.</summary>
    public int Threshold
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    } = 256;

    /// <summary>How hard to try. The fastest unless set.</summary>
    public CompressionLevel Level { get; init; } = CompressionLevel.Fastest;

    /// <summary>
    /// Whether the server starts each message anew (RFC 7692 section 7.1.1.1). True unless set: what a connection costs
    /// then does not grow with compression. A client asks the server for it.
    /// </summary>
    public bool ServerNoContextTakeover { get; init; } = true;

    /// <summary>
    /// Whether the client starts each message anew (RFC 7692 section 7.1.1.2). True unless set. A server demands it of
    /// its clients.
    /// </summary>
    public bool ClientNoContextTakeover { get; init; } = true;

    /// <summary>
    /// The largest window the server may use, 8 to 15 (RFC 7692 section 7.1.2.1). 15 unless set. Below 15 our own server
    /// sends uncompressed, which the RFC allows.
    /// </summary>
    public int ServerMaxWindowBits
    {
        get;
        init => field = Check(value);
    } = MaxWindowBits;

    /// <summary>
    /// The largest window the client may use, 8 to 15 (RFC 7692 section 7.1.2.2). 15 unless set. Below 15 our own client
    /// sends uncompressed, which the RFC allows.
    /// </summary>
    public int ClientMaxWindowBits
    {
        get;
        init => field = Check(value);
    } = MaxWindowBits;

    private static int Check(int bits)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bits, MinWindowBits);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bits, MaxWindowBits);
        return bits;
    }
}
