namespace Parley.Cli;

/// <summary>Where publications are kept.</summary>
internal enum HistoryKind
{
    None,
    Memory,
    Sqlite,
}
