using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Parley.Cli;

/// <summary>Says what an option's number may be.</summary>
internal static class OptionRules
{
    // What is no number at all has been refused by then, and can't be asked for its value.
    public static void Require(Option option, Func<int, bool> isGood, string error) => option.Validators.Add(result =>
    {
        // Without a token the default stands.
        foreach (Token token in result.Tokens)
        {
            if (int.TryParse(token.Value, CultureInfo.InvariantCulture, out int number) && !isGood(number))
            {
                result.AddError(error);
            }
        }
    });
}
