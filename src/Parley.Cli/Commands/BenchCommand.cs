using System.CommandLine;
using Parley.Cli.Bench;

namespace Parley.Cli;

/// <summary><c>parley bench</c>: puts a load on a running server of any make, and measures.</summary>
internal static class BenchCommand
{
    public static Command Create() => new(
        "bench", "Puts a load on a running server of any make, and measures what it does and what it costs.")
    {
        LoadCommands.CreateEcho(),
        LoadCommands.CreateBroadcast(),
        IdleCommand.Create(),
        HandshakeCommand.Create(),
        MixedCommand.Create(),
    };
}
