using System.CommandLine;
using Parley.Cli;

var root = new RootCommand("Parley: WebSocket servers and tools. 'parley COMMAND --help' says more about each.")
{
    EchoCommand.Create(),
    BroadcastCommand.Create(),
    RoomCommand.Create(),
    PublishCommand.Create(),
    ConnectCommand.Create(),
    ReplayCommand.Create(),
    ConformanceCommand.Create(),
    AttackCommand.Create(),
    BenchCommand.Create(),
};

// Whoever is told to stop still says what was measured so far, also where the machine is busy.
var patient = new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(20) };
return await CommandLineErrors.RunAsync(root.Parse(args), patient);
