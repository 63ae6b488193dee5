using Parley.Channels;

namespace Parley.Simulation.Tests;

/// <summary>
/// Knows what the cluster has kept, and judges by it what clients are told. What is wrong is thrown where it happens.
/// </summary>
internal sealed class Oracle(Plan plan, Func<GroupName, HistoryPage> readOldest)
{
    private readonly Dictionary<(string Group, string Epoch), List<string?>> _kept = [];
    private readonly Dictionary<(string Group, string Epoch), long> _trimmed = [];
    private readonly HashSet<(string Group, string Epoch, string Id)> _ids = [];

    /// <summary>How many messages clients took.</summary>
    public int TakenCount { get; private set; }

    public int GapCount { get; private set; }

    public int DuplicateCount { get; private set; }

    public int AcknowledgedCount { get; private set; }

    /// <summary>What was wrong while the cluster kept something, which has to go on.</summary>
    public BrokenPromiseException? Fault { get; private set; }

    public static void Require(bool condition, string complaint)
    {
        if (!condition)
        {
            throw new BrokenPromiseException(complaint);
        }
    }

    /// <summary>A publication has been kept.</summary>
    public void OnKept(GroupName group, string? id, StreamPosition position)
    {
        List<string?> kept = KeptOf(group.Value, position.Epoch);
        kept.Add(id);
        if (position.Offset != kept.Count)
        {
            Fault ??= new BrokenPromiseException($"{id} was kept as {position} after {kept.Count - 1} others");
        }

        if (id is not null && !_ids.Add((group.Value, position.Epoch, id)))
        {
            Fault ??= new BrokenPromiseException($"{id} was kept twice in {position.Epoch}");
        }
    }

    /// <summary>History is about to be lost.</summary>
    public void OnLosing(GroupName group) => LookAtHistory(group);

    /// <summary>A client has taken a message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="after">What it had before, in the same epoch.</param>
    /// <param name="isContinued">Whether it has had anything of this epoch.</param>
    public void OnTaken(ServerMessage message, StreamPosition after, bool isContinued)
    {
        List<string?> kept = KeptOf(message.Group, after.Epoch);
        Require(message.Offset <= kept.Count, $"{message.Text} was told before it was kept");
        Require(kept[(int)message.Offset - 1] == message.Id, $"{message.Text} was told, but {kept[(int)message.Offset - 1]} is kept");
        Require(
            Follows(message.Group, message.Offset, after, isContinued),
            $"{message.Text} came after {after.Offset}, and nothing said that others are missing");
        TakenCount++;
    }

    /// <summary>Whether nothing lies between: not counted what a new epoch had lost before the client heard of it.</summary>
    public bool Follows(string group, long offset, StreamPosition after, bool isContinued) =>
        offset == after.Offset + 1
        || (!isContinued && offset > after.Offset && offset - 1 <= TrimmedUpTo(group, after.Epoch));

    /// <summary>A client has been told that publications are missing.</summary>
    public void OnGap(ServerMessage gap)
    {
        GapCount++;
        bool isTrue = plan.Drops || gap.To is null || gap.To <= TrimmedUpTo(gap.Group, gap.Epoch!);
        Require(isTrue, $"{gap.Text} was told, but history has lost no more than {TrimmedUpTo(gap.Group, gap.Epoch!)}");
    }

    public void OnDuplicate() => DuplicateCount++;

    /// <summary>A client has been told that its publication is kept.</summary>
    public void OnAcknowledged(ServerMessage message)
    {
        AcknowledgedCount++;
        Require(
            _kept.Any(kept => kept.Key.Group == message.Group && message.Offset <= kept.Value.Count
                && kept.Value[(int)message.Offset - 1] == message.Id),
            $"{message.Text}, but it is not kept");
    }

    private long TrimmedUpTo(string group, string epoch)
    {
        LookAtHistory(new GroupName(group));
        return _trimmed.GetValueOrDefault((group, epoch));
    }

    private void LookAtHistory(GroupName group)
    {
        using HistoryPage page = readOldest(group);
        if (page.Head.Epoch is { } epoch)
        {
            _trimmed[(group.Value, epoch)] = page.From - 1;
        }
    }

    private List<string?> KeptOf(string group, string epoch)
    {
        if (!_kept.TryGetValue((group, epoch), out List<string?>? kept))
        {
            _kept.Add((group, epoch), kept = []);
        }

        return kept;
    }
}
