using System.CommandLine;
using Parley.Cli;

var root = new RootCommand("Parley: WebSocket servers and tools. 'parley COMMAND --help' says more about each.")
{
    EchoCommand.Create(),
    BroadcastCommand.Create(),
    RoomCommand.Create(),
    ConformanceCommand.Create(),
    AttackCommand.Create(),
    BenchCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
