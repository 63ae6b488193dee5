namespace Parley.Channels;

/// <summary>
/// Where the publications of groups are kept. Any thread may call any member, and none of them blocks. What is
/// acknowledged is as durable as the store is: the returned task completes only then.
/// </summary>
public interface IHistoryStore : IAsyncDisposable
{
    /// <summary>
    /// Appends a publication to a group's stream and gives it the next offset, in the order of the calls. Stamps it with
    /// the time. If it has an id that the same user has used in the group within <see cref="HistoryOptions.ResendWindow"/>,
    /// nothing is appended: the result says <see cref="PublishStatus.Duplicate"/> if the data is the same, and
    /// <see cref="PublishStatus.Refused"/> if not, and has the first one's position.
    /// </summary>
    /// <param name="group">The group.</param>
    /// <param name="publication">The publication. The store takes references of its own.</param>
    /// <returns>Completes when the publication is kept.</returns>
    /// <exception cref="HistoryException">It is not kept, and its offset goes to another one.</exception>
    ValueTask<PublishResult> AppendAsync(GroupName group, Publication publication);

    /// <summary>
    /// Says where a group's stream stands. A group that nobody has published to is remembered from then on, so that its
    /// epoch is known.
    /// </summary>
    /// <param name="group">The group.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <exception cref="HistoryException">It can't be had.</exception>
    ValueTask<StreamPosition> GetHeadAsync(GroupName group, CancellationToken cancellationToken = default);

    /// <summary>Reads a page of a group's history. It has everything whose append has completed.</summary>
    /// <param name="group">The group.</param>
    /// <param name="query">Which part, in which direction.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>A page, which the caller disposes.</returns>
    /// <exception cref="HistoryException">It can't be had.</exception>
    ValueTask<HistoryPage> ReadAsync(GroupName group, HistoryQuery query, CancellationToken cancellationToken = default);

    /// <summary>
    /// Takes a publication out for good. Its offset stays unused, its id stays remembered, and pages go on covering it.
    /// </summary>
    /// <param name="group">The group.</param>
    /// <param name="offset">The publication's offset.</param>
    /// <param name="cancellationToken">Stops the waiting, not the erasing.</param>
    /// <returns>False if the store does not have it, or no more.</returns>
    /// <exception cref="HistoryException">It is not erased.</exception>
    ValueTask<bool> EraseAsync(GroupName group, long offset, CancellationToken cancellationToken = default);
}
