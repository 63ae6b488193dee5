using Microsoft.Extensions.Logging;
using Parley.Channels;
using Parley.Channels.Sqlite;

namespace Parley.Cli;

/// <summary>Where publications are kept.</summary>
/// <param name="Kind">What keeps them.</param>
/// <param name="Path">The file, if it is one.</param>
internal sealed record HistorySettings(HistoryKind Kind, string? Path = null)
{
    /// <summary>How much is kept.</summary>
    public HistoryOptions Options { get; init; } = HistoryOptions.Default;

    /// <summary>Opens history, and the groups that stand on it.</summary>
    /// <exception cref="HistoryException">The file can't be used; the message says why.</exception>
    public async Task<Groups> OpenGroupsAsync(ILoggerFactory logging)
    {
        IHistoryStore store = Kind switch
        {
            HistoryKind.Memory => new MemoryHistoryStore(Options),
            HistoryKind.Sqlite => await SqliteHistoryStore.OpenAsync(
                Path!, Options, logger: logging.CreateLogger<SqliteHistoryStore>()),
            _ => NoHistory.Instance,
        };
        return Groups.InProcess(store);
    }

    /// <summary>As it is written on the command line.</summary>
    public override string ToString() => Kind switch
    {
        HistoryKind.Memory => "memory",
        HistoryKind.Sqlite => $"sqlite:{Path}",
        _ => "none",
    };
}
