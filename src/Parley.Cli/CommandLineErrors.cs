using System.CommandLine;
using System.CommandLine.Invocation;

namespace Parley.Cli;

/// <summary>How a command line that can't be is told: by a sentence, which a page of help behind it would push off the screen.</summary>
internal static class CommandLineErrors
{
    /// <summary>Runs what was asked for, or says what is wrong. Who says nothing at all is shown the help.</summary>
    public static async Task<int> RunAsync(ParseResult parsed, InvocationConfiguration configuration)
    {
        if (parsed.Action is not ParseErrorAction refusal || parsed.Tokens.Count == 0)
        {
            return await parsed.InvokeAsync(configuration);
        }

        refusal.ShowHelp = false;

        // Of one letter anything could be meant.
        refusal.ShowTypoCorrections = parsed.UnmatchedTokens.Any(static token => token.Length > 2);
        int status = await parsed.InvokeAsync(configuration);
        Console.Error.WriteLine($"'{PathOf(parsed.CommandResult.Command)} --help' says what can be given here.");
        return status;
    }

    private static string PathOf(Command command) => command.Parents.OfType<Command>().FirstOrDefault() is { } parent
        ? $"{PathOf(parent)} {command.Name}"
        : "parley";
}
