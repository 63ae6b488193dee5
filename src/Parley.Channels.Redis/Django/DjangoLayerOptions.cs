namespace Parley.Channels.Redis;

/// <summary>
/// What a layer in Django's format has to know. Everything must be as in Django's <c>CHANNEL_LAYERS</c>; the defaults are
/// those of channels_redis.
/// </summary>
public sealed record DjangoLayerOptions
{
    /// <summary>What the names of all keys and channels begin with: <c>asgi</c> unless set.</summary>
    public string Prefix
    {
        get;
        init => field = value.Length > 0 && value.All(char.IsAscii)
            ? value
            : throw new ArgumentException("A prefix of at least one ASCII character is expected.", nameof(value));
    } = "asgi";

    /// <summary>
    /// The <c>type</c> of the events that a room's messages are, in both directions: <c>chat.message</c> unless set. It is the
    /// method of Django's consumers, with a period for an underscore. Events of other types are handled by consumers'
    /// <see cref="GroupEventAttribute"/> methods.
    /// </summary>
    public string EventType { get; init; } = "chat.message";

    /// <summary>The key of the text or the bytes in such an event: <c>message</c> unless set.</summary>
    public string Field { get; init; } = "message";

    /// <summary>In which form events are written: MessagePack unless set.</summary>
    public DjangoSerializer Serializer { get; init; }

    /// <summary>Core: how many messages may wait for a channel or a process; others are dropped. 100 unless set.</summary>
    public int Capacity
    {
        get;
        init => field = value > 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "A number above zero is expected.");
    } = 100;

    /// <summary>Core: how long a message waits, in whole seconds. 60 s unless set.</summary>
    public TimeSpan Expiry { get; init => field = WholeSeconds(value); } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Core: how long a channel stays in a group without being added again, in whole seconds. 24 h unless set. This node adds its own
    /// again in time.
    /// </summary>
    public TimeSpan GroupExpiry { get; init => field = WholeSeconds(value); } = TimeSpan.FromHours(24);

    private static TimeSpan WholeSeconds(TimeSpan value) => value >= TimeSpan.FromSeconds(1)
        ? value
        : throw new ArgumentOutOfRangeException(nameof(value), value, "A second at least is expected.");
}
