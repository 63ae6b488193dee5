namespace Parley.Channels;

/// <summary>What another member tells those who are there at this moment, such as that somebody is typing.</summary>
public sealed record SessionSignal : SessionEvent
{
    internal SessionSignal()
    {
    }

    /// <summary>Whose connection it comes from.</summary>
    public required string Client { get; init; }

    /// <summary>Whose it is, attested by the server; null if the server does not know.</summary>
    public string? User { get; init; }

    /// <summary>JSON in UTF-8.</summary>
    public required ReadOnlyMemory<byte> Data { get; init; }

    private protected override int DataSize => Data.Length;
}
