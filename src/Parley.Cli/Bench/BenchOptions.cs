using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Parley.Cli.Bench;

/// <summary>Options that several measurements have, and how they are checked.</summary>
internal static class BenchOptions
{
    private const int MostConnections = 1_000_000;
    private const double MostSeconds = 86_400;

    public static Option<int> Connections(int standard) =>
        Count("--connections", "How many connections there are.", standard, 1, MostConnections);

    public static Option<int?> Pid() => new("--pid")
    {
        Description = "The server's process, on this machine. Its processor time is measured, too.",
    };

    public static Option<string?> Json() => new("--json")
    {
        Description = "A file to write settings and results to, as JSON.",
        HelpName = "FILE",
    };

    public static Option<string?> Svg() => new("--svg")
    {
        Description = "A file to draw latencies and throughput in, as SVG.",
        HelpName = "FILE",
    };

    public static Option<double> Seconds(double standard) =>
        Time("--seconds", "For how long is measured.", standard, least: 0.1);

    public static Option<double> Warmup() =>
        Time("--warmup", "For how many seconds the load runs before it is measured.", 1, least: 0);

    /// <summary>A whole number within bounds.</summary>
    public static Option<int> Count(string name, string description, int standard, int least, int most)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => standard };
        Require(option, number => number >= least && number <= most, $"{name} takes a number from {least} to {most}.");
        return option;
    }

    /// <summary>A time in seconds, not below a bound.</summary>
    public static Option<double> Time(string name, string description, double standard, double least) =>
        Number(name, description, standard, least, MostSeconds);

    /// <summary>A number within bounds.</summary>
    public static Option<double> Number(string name, string description, double standard, double least, double most)
    {
        var option = new Option<double>(name) { Description = description, DefaultValueFactory = _ => standard };
        Require(
            option,
            number => number >= least && number <= most,
            string.Create(CultureInfo.InvariantCulture, $"{name} takes a number from {least} to {most}."));
        return option;
    }

    // What is no number at all has been refused by then, and can't be asked for its value.
    private static void Require(Option option, Func<double, bool> isGood, string error) => option.Validators.Add(result =>
    {
        // Without a token the default stands.
        foreach (Token token in result.Tokens)
        {
            if (double.TryParse(token.Value, CultureInfo.InvariantCulture, out double number) && !isGood(number))
            {
                result.AddError(error);
            }
        }
    });
}
