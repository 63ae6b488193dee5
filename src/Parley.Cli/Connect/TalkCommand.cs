namespace Parley.Cli.Connect;

/// <summary>Something that can be typed instead of a message.</summary>
/// <param name="Name">What it begins with, without the slash.</param>
/// <param name="Arguments">What follows, for the help.</param>
/// <param name="Description">What it does.</param>
/// <param name="RunAsync">Does it; given what follows its name. Throws a <see cref="CommandException"/> if that is nothing to work with.</param>
internal sealed record TalkCommand(
    string Name, string Arguments, string Description, Func<string, CancellationToken, ValueTask> RunAsync);
