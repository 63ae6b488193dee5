namespace Parley.Cli.Bench;

/// <summary>The processes whose time a load measures.</summary>
internal sealed class LoadProcesses
{
    private readonly ObservedProcess[] _server;
    private readonly ObservedProcess? _other;

    private LoadProcesses(ObservedProcess[] server, ObservedProcess? other) => (_server, _other) = (server, other);

    /// <summary>Nobody's.</summary>
    public static LoadProcesses None { get; } = new([], other: null);

    /// <summary>The processor time of all processes of the server.</summary>
    public long ServerNanoseconds => _server.Sum(static process => process.Nanoseconds);

    /// <summary>That of the process which is measured apart; 0 without one.</summary>
    public long OtherNanoseconds => _other?.Nanoseconds ?? 0;

    /// <exception cref="BenchException">One of them is not there, or this system can't show it.</exception>
    public static LoadProcesses Find(LoadSettings settings) => new(
        [.. settings.Pids.Select(static id => ObservedProcess.Find(id)!)], ObservedProcess.Find(settings.OtherPid));
}
