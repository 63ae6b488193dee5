namespace Parley.Channels;

/// <summary>A part of a group's history.</summary>
/// <param name="From">The first offset covered. Above <paramref name="To"/> if the page covers nothing.</param>
/// <param name="To">The last offset covered. An offset of the range without a message was erased.</param>
/// <param name="Messages">The publications, the oldest first, whatever was asked for.</param>
/// <param name="HasMore">Whether history goes on in the direction that was asked for.</param>
public sealed record SessionHistoryPage(long From, long To, IReadOnlyList<SessionPublication> Messages, bool HasMore);
