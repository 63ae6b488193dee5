namespace Parley.Channels;

/// <summary>
/// Who has come to the group and who has left it, also while there was no connection.
/// <see cref="SessionSubscription.Members"/> knows it already.
/// </summary>
public sealed record SessionPresence : SessionEvent
{
    internal SessionPresence()
    {
    }

    /// <summary>Who has come. Nobody in particular where only the number is told.</summary>
    public required IReadOnlyList<PresenceMember> Joined { get; init; }

    /// <summary>Who has left.</summary>
    public required IReadOnlyList<PresenceMember> Left { get; init; }

    /// <summary>How many members there are now.</summary>
    public required int Count { get; init; }

    private protected override int DataSize => Joined.Sum(static member => member.Show.Length);
}
