namespace Parley.Cli.Connect;

/// <summary>What was typed can't be done, and this says why.</summary>
internal sealed class CommandException(string message) : Exception(message)
{
    /// <summary>What an exception says, without the name of a parameter, which nobody typed.</summary>
    public static string SentenceOf(Exception exception) =>
        exception is ArgumentException { ParamName: { } name } && exception.Message.IndexOf($" (Parameter '{name}')", StringComparison.Ordinal) is > 0 and var end
            ? exception.Message[..end]
            : exception.Message;
}
