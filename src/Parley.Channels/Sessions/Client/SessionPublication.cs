using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Parley.Channels;

/// <summary>A publication. Each is told once, in the order of the offsets.</summary>
public sealed record SessionPublication : SessionEvent
{
    internal SessionPublication()
    {
    }

    /// <summary>
    /// Its place in the group's stream. A client that joins with it as <see cref="SessionJoinOptions.After"/> goes on behind
    /// it. The offset is 0 where groups have no streams.
    /// </summary>
    public required StreamPosition Position { get; init; }

    /// <summary>What its publisher named it, or the server.</summary>
    public required string Id { get; init; }

    /// <summary>The connection that published it; null if the server's own program did.</summary>
    public string? Client { get; init; }

    /// <summary>Who published it, attested by the server; null if the server does not know.</summary>
    public string? User { get; init; }

    /// <summary>When it was published, by the server's clock. Offsets, not times, say the order.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>What was published: JSON in UTF-8, as its publisher wrote it.</summary>
    public required ReadOnlyMemory<byte> Data { get; init; }

    private protected override int DataSize => Data.Length;

    /// <summary>Reads the data.</summary>
    /// <typeparam name="T">What it is.</typeparam>
    /// <param name="type">How it is read, from a source-generated context.</param>
    /// <exception cref="JsonException">The data is something else.</exception>
    public T? Read<T>(JsonTypeInfo<T> type) => JsonSerializer.Deserialize(Data.Span, type);

    /// <summary>
    /// The data if it is a string, and otherwise its JSON text: what a raw member of the group receives. A string with half
    /// a surrogate pair in it is no text, and given as JSON, too.
    /// </summary>
    public string GetText() => SessionJson.TextOf(Data.Span);
}
