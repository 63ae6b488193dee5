namespace Parley.Channels;

/// <summary>Where a subscription begins, and what others and oneself get to see.</summary>
public sealed record SessionJoinOptions
{
    /// <summary>Begins with what is published from now on, shows nothing, and is told of each member.</summary>
    public static SessionJoinOptions Default { get; } = new();

    /// <summary>Begins with everything that history still has.</summary>
    public static SessionJoinOptions FromOldest { get; } = new() { After = default(StreamPosition) };

    /// <summary>
    /// The position to go on behind, such as an earlier <see cref="SessionSubscription.Position"/>. Without an epoch and with
    /// offset 0: everything that history still has. Null, unless set: what is published from now on.
    /// </summary>
    public StreamPosition? After
    {
        get;
        init => field = value is { Epoch: null, Offset: not 0 } or { Offset: < 0 or > SessionJson.MaxOffset }
            ? throw new ArgumentException($"An epoch and an offset of 0 to 2^53 - 1 are expected, not {value}.", nameof(value))
            : value;
    }

    /// <summary>
    /// What the others see of this member beside its user: JSON in UTF-8, at most 4,096 bytes. Copied at the join. Empty,
    /// unless set: nothing.
    /// </summary>
    public ReadOnlyMemory<byte> Show { get; init; }

    /// <summary>What is told of the members. Each, unless set.</summary>
    public SessionMembers Members { get; init; }
}
