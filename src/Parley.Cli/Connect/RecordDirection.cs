namespace Parley.Cli.Connect;

/// <summary>Which way a recorded message went.</summary>
internal enum RecordDirection
{
    /// <summary>To the server.</summary>
    Out,

    /// <summary>From the server.</summary>
    In,
}
