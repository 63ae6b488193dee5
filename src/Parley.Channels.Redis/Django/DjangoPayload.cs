using System.Security.Cryptography;

namespace Parley.Channels.Redis;

/// <summary>What channels_redis puts into Redis for an event, byte by byte.</summary>
internal static class DjangoPayload
{
    /// <summary>The key by which core says whom a message is for.</summary>
    public const string ChannelKey = "__asgi_channel__";

    /// <summary>How many random bytes stand before a message of core, so that equal ones are two members of a set.</summary>
    public const int PrefixLength = 12;

    /// <summary>Core's <c>send</c>: to one channel, which is told only if it lives in a process with others.</summary>
    /// <exception cref="ArgumentException">The event is no dictionary, or says whom it is for already.</exception>
    public static byte[] ToChannel(DjangoValue message, string channel, DjangoSerializer serializer) =>
        WithPrefix(Serialize(
            DjangoNames.IsProcessLocal(channel) ? Addressed(message, channel) : Checked(message), serializer));

    /// <summary>Core's <c>group_send</c>: to all channels of a group that live in one process.</summary>
    /// <inheritdoc cref="ToChannel"/>
    public static byte[] ToChannels(DjangoValue message, IReadOnlyList<string> channels, DjangoSerializer serializer) =>
        WithPrefix(Serialize(
            Addressed(message, DjangoValue.List([.. channels.Select(static channel => (DjangoValue)channel)])), serializer));

    /// <summary>Pub/Sub: the event alone.</summary>
    /// <inheritdoc cref="ToChannel"/>
    public static byte[] Published(DjangoValue message, DjangoSerializer serializer) =>
        Serialize(Checked(message), serializer);

    /// <summary>Reads a message of core, and whom it is for: nobody by name if that is clear from the key.</summary>
    /// <exception cref="DjangoFormatException">It is no such message.</exception>
    public static (DjangoValue Message, IReadOnlyList<string> Channels) ReadCore(
        ReadOnlyMemory<byte> payload, DjangoSerializer serializer)
    {
        if (payload.Length < PrefixLength)
        {
            throw new DjangoFormatException($"A message must begin with {PrefixLength} random bytes; it has {payload.Length} in all.");
        }

        DjangoValue message = ReadPublished(payload[PrefixLength..], serializer);
        return message.Find(ChannelKey) switch
        {
            null => (message, []),
            { Kind: DjangoValueKind.List } list => (message.With(ChannelKey, null), [.. list.Items.Select(static item => item.Text)]),
            var one => (message.With(ChannelKey, null), [one.Text]),
        };
    }

    /// <summary>Reads a message of Pub/Sub.</summary>
    /// <exception cref="DjangoFormatException">It is no such message.</exception>
    public static DjangoValue ReadPublished(ReadOnlyMemory<byte> payload, DjangoSerializer serializer)
    {
        DjangoValue message = serializer == DjangoSerializer.MessagePack
            ? MessagePackFormat.Read(payload.Span)
            : PythonJson.Read(payload);
        return message.Kind == DjangoValueKind.Dictionary
            ? message
            : throw new DjangoFormatException($"An event is a dictionary; {message.Kind} came.");
    }

    private static DjangoValue Addressed(DjangoValue message, DjangoValue channels) =>
        Checked(message).With(ChannelKey, channels);

    private static DjangoValue Checked(DjangoValue message) =>
        message.Kind != DjangoValueKind.Dictionary
            ? throw new ArgumentException($"An event for Django is a dictionary; this is {message.Kind}.", nameof(message))
            : message.Find(ChannelKey) is not null
                ? throw new ArgumentException($"An event for Django must not have a key {ChannelKey} of its own.", nameof(message))
                : message;

    private static byte[] Serialize(DjangoValue message, DjangoSerializer serializer) =>
        serializer == DjangoSerializer.MessagePack ? MessagePackFormat.Write(message) : PythonJson.Write(message);

    private static byte[] WithPrefix(byte[] message)
    {
        byte[] payload = new byte[PrefixLength + message.Length];
        RandomNumberGenerator.Fill(payload.AsSpan(0, PrefixLength));
        message.CopyTo(payload, PrefixLength);
        return payload;
    }
}
