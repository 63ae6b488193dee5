namespace Parley.Channels;

/// <summary>Why history could not do what it was asked for.</summary>
public enum HistoryError
{
    /// <summary>It can't be opened, read or written: a missing folder, no permission, a failing disk.</summary>
    Unavailable,

    /// <summary>Somebody else has it open.</summary>
    InUse,

    /// <summary>The disk is full.</summary>
    Full,

    /// <summary>What it keeps is damaged, or is no history at all.</summary>
    Damaged,

    /// <summary>More waits to be kept than may wait: try again later.</summary>
    Busy,
}
