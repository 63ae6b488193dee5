namespace Parley.Channels;

/// <summary>How a join is answered: section 7 of the reference page.</summary>
/// <param name="Head">Where the group stands.</param>
/// <param name="Sent">What the session has, the gap included.</param>
/// <param name="IsRecovered">Whether everything after the position that was asked for follows.</param>
/// <param name="Outcome">What a meter calls it.</param>
internal readonly record struct RecoveryStart(StreamPosition Head, StreamPosition Sent, bool IsRecovered, string Outcome)
{
    /// <summary>
    /// Up to which offset publications were gone before the session asked for them, so that it is told of no gap. Its
    /// client's position is still 0.
    /// </summary>
    public long Skipped { get; private init; }

    /// <summary>What the session will not be sent.</summary>
    public StreamGap? Gap { get; private init; }

    /// <summary>The first page of what it missed, which whoever has this disposes.</summary>
    public HistoryPage? Page { get; private init; }

    /// <summary>Nothing old is sent.</summary>
    public static RecoveryStart OfNew(StreamPosition head) => new(head, head, false, "new");

    /// <summary>Whether a client's position is in an epoch that is no more, or in one that has gone back.</summary>
    public static bool IsOver(StreamPosition after, HistoryPage page) => after.Epoch is not null
        && (after.Epoch != page.Head.Epoch || after.Offset > page.Head.Offset);

    /// <summary>What follows the client's position, as far as history has it.</summary>
    public static RecoveryStart Of(StreamPosition after, HistoryPage page)
    {
        // Who asks for everything that there is misses nothing.
        StreamGap? gap = after.Epoch is null ? null : page.GapAfter(after.Offset);
        StreamPosition sent = page.Head with { Offset = page.From - 1 };
        return new RecoveryStart(page.Head, sent, gap is null, gap is null ? "recovered" : "gap")
        {
            Gap = gap,
            Page = page,
            Skipped = after.Epoch is null ? sent.Offset : 0,
        };
    }

    /// <summary>Everything that the new epoch has.</summary>
    public static RecoveryStart OfNewEpoch(StreamPosition after, HistoryPage page) =>
        new(page.Head, page.Head with { Offset = page.From - 1 }, false, "new_epoch")
        {
            Gap = new StreamGap(after.Epoch, after.Offset + 1, null),
            Page = page,
            Skipped = page.From - 1,
        };

    /// <summary>Where nothing has a position, each join begins an epoch of its own.</summary>
    public static RecoveryStart WithoutPositions(StreamPosition? after)
    {
        var head = new StreamPosition(StoreEpoch.Create(), 0);
        return new RecoveryStart(head, head, after is { Epoch: null }, after is { Epoch: not null } ? "new_epoch" : "new")
        {
            Gap = after is { Epoch: { } epoch, Offset: var offset } ? new StreamGap(epoch, offset + 1, null) : null,
        };
    }
}
