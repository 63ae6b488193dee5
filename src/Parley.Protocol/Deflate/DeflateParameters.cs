namespace Parley.Protocol;

/// <summary>What both ends agreed on about permessage-deflate (RFC 7692 section 7.1).</summary>
public sealed record DeflateParameters
{
    /// <summary>Whether the server starts each message anew.</summary>
    public bool ServerNoContextTakeover { get; init; }

    /// <summary>Whether the client starts each message anew.</summary>
    public bool ClientNoContextTakeover { get; init; }

    /// <summary>The largest window the server uses, 8 to 15.</summary>
    public int ServerMaxWindowBits { get; init; } = DeflateOptions.MaxWindowBits;

    /// <summary>The largest window the client uses, 8 to 15.</summary>
    public int ClientMaxWindowBits { get; init; } = DeflateOptions.MaxWindowBits;

    /// <summary>Whether an end starts each of its messages anew.</summary>
    /// <param name="sender">Which end.</param>
    public bool StartsAnew(Role sender) => sender == Role.Server ? ServerNoContextTakeover : ClientNoContextTakeover;

    /// <summary>
    /// Whether an end of ours may compress at all: the compressor knows one window only, the largest. Into a smaller one
    /// messages go uncompressed, which RFC 7692 section 6 allows for any message.
    /// </summary>
    /// <param name="sender">Which end.</param>
    public bool CanCompress(Role sender) =>
        (sender == Role.Server ? ServerMaxWindowBits : ClientMaxWindowBits) == DeflateOptions.MaxWindowBits;
}
