namespace Parley.Cli.Connect;

/// <summary>What was typed can't be done, and this says why.</summary>
internal sealed class CommandException(string message) : Exception(message);
