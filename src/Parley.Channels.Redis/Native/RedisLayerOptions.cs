namespace Parley.Channels.Redis;

/// <summary>What holds for a <see cref="RedisLayer"/>: the same on all nodes that share groups.</summary>
public sealed record RedisLayerOptions
{
    /// <summary>What the names of all keys and channels begin with: <c>parley</c> unless set. Without <c>{</c> and <c>}</c>.</summary>
    public string Prefix
    {
        get;
        init => field = value.Length > 0 && !value.AsSpan().ContainsAny('{', '}')
            ? value
            : throw new ArgumentException("A prefix of at least one character, without { and }, is expected.", nameof(value));
    } = "parley";

    /// <summary>
    /// How much of each group Redis keeps. A publication counts with about <see cref="HistoryOptions.PublicationOverhead"/>
    /// bytes besides itself. <see cref="HistoryOptions.MaxNodeBytes"/> and <see cref="HistoryOptions.MaxWaitingBytes"/> mean
    /// nothing here: there are Redis's own <c>maxmemory</c>, and <see cref="RedisOptions.Waiting"/>.
    /// </summary>
    public HistoryOptions History { get; init; } = HistoryOptions.Default;

    /// <summary>What Redis does to what it has acknowledged: it may lose it, unless set.</summary>
    public RedisDurability Durability { get; init; }

    /// <summary>
    /// How long a publication is tried again when a connection was lost before Redis answered: 15 s unless set. Tries do
    /// not publish twice.
    /// </summary>
    public TimeSpan PublishTimeout { get; init => field = RedisOptions.Positive(value); } = TimeSpan.FromSeconds(15);

    /// <summary>How often a quiet group is asked whether its last publication was lost: 20 s unless set.</summary>
    public TimeSpan HeadInterval { get; init => field = RedisOptions.Positive(value); } = TimeSpan.FromSeconds(20);
}
