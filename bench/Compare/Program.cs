using System.CommandLine;
using Parley.Compare;
using Parley.Compare.Loads;

RootCommand root = CompareCommand.Create();
root.Subcommands.Add(SignalRCommand.Create());
return await root.Parse(args).InvokeAsync();
