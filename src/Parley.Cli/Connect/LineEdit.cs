namespace Parley.Cli.Connect;

/// <summary>What a key has done.</summary>
internal enum LineEdit
{
    /// <summary>The line, or the place in it, may be another one.</summary>
    Changed,

    /// <summary>The line is done.</summary>
    Submitted,

    /// <summary>The screen is to be emptied.</summary>
    Cleared,

    /// <summary>Nothing more will be typed.</summary>
    Ended,
}
