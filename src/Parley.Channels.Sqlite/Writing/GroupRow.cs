namespace Parley.Channels.Sqlite;

/// <summary>A group as its row in the file has it, and as the batch that is being written has it.</summary>
internal sealed class GroupRow(long id)
{
    public long Id => id;

    /// <summary>The newest offset.</summary>
    public long Head { get; set; }

    /// <summary>The oldest offset that is kept, or was before it was erased.</summary>
    public long Floor { get; set; } = 1;

    /// <summary>What the publications count for.</summary>
    public long Bytes { get; set; }

    /// <summary>When somebody last published to it or asked for it, in ticks.</summary>
    public long LastUse { get; set; }

    /// <summary>Whether the file does not have it as it is.</summary>
    public bool IsChanged { get; set; }
}
