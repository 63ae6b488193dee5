using System.Globalization;
using System.Text.RegularExpressions;

namespace Parley.Channels;

/// <summary>What a parameter's value must be like, as in <c>{id:int}</c>.</summary>
internal sealed class RouteConstraint
{
    private readonly Func<string, bool> _holds;

    private RouteConstraint(string text, Func<string, bool> holds) => (Text, _holds) = (text, holds);

    /// <summary>As it was written.</summary>
    public string Text { get; }

    /// <exception cref="FormatException">There is no such constraint, or its arguments are wrong; the message says why.</exception>
    public static RouteConstraint Read(string text)
    {
        int open = text.IndexOf('(', StringComparison.Ordinal);
        if (open < 0)
        {
            return new RouteConstraint(text, Plain(text));
        }

        if (!text.EndsWith(')'))
        {
            throw new FormatException($"the constraint '{text}' must end with a parenthesis");
        }

        string name = text[..open];
        string arguments = text[(open + 1)..^1];
        return new RouteConstraint(text, name == "regex" ? Pattern(arguments) : Bounded(text, name, arguments));
    }

    public bool Holds(string value) => _holds(value);

    private static Func<string, bool> Plain(string name) => name switch
    {
        "int" => static value => int.TryParse(value, CultureInfo.InvariantCulture, out _),
        "long" => static value => long.TryParse(value, CultureInfo.InvariantCulture, out _),
        "double" => static value => double.TryParse(value, CultureInfo.InvariantCulture, out _),
        "decimal" => static value => decimal.TryParse(value, CultureInfo.InvariantCulture, out _),
        "bool" => static value => bool.TryParse(value, out _),
        "guid" => static value => Guid.TryParse(value, out _),
        "alpha" => static value => value.All(char.IsAsciiLetter),
        _ => throw Unknown(name),
    };

    private static Func<string, bool> Bounded(string text, string name, string arguments)
    {
        long[] bounds = [.. arguments.Split(',').Select(argument => Number(text, argument))];
        return (name, bounds) switch
        {
            ("min", [long least]) => value => IsWithin(value, least, long.MaxValue),
            ("max", [long most]) => value => IsWithin(value, long.MinValue, most),
            ("range", [long least, long most]) => value => IsWithin(value, least, most),
            ("length", [long length]) => value => value.Length == length,
            ("length", [long least, long most]) => value => value.Length >= least && value.Length <= most,
            ("minlength", [long least]) => value => value.Length >= least,
            ("maxlength", [long most]) => value => value.Length <= most,
            ("min" or "max" or "range" or "length" or "minlength" or "maxlength", _) =>
                throw new FormatException($"the constraint '{text}' has {bounds.Length} arguments, which is not its number"),
            _ => throw Unknown(name),
        };
    }

    // Without backtracking: what a client sends decides how long it takes, and the loop waits.
    private static Func<string, bool> Pattern(string arguments)
    {
        try
        {
            var regex = new Regex(
                arguments, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);
            return regex.IsMatch;
        }
        catch (NotSupportedException exception)
        {
            throw new FormatException(
                $"the regular expression '{arguments}' can't be matched without going back, which a path must be: {exception.Message}",
                exception);
        }
    }

    private static bool IsWithin(string value, long least, long most) =>
        long.TryParse(value, CultureInfo.InvariantCulture, out long number) && number >= least && number <= most;

    private static long Number(string text, string argument) =>
        long.TryParse(argument, CultureInfo.InvariantCulture, out long number)
            ? number
            : throw new FormatException($"'{argument}' in the constraint '{text}' must be a whole number");

    private static FormatException Unknown(string name) => new(
        $"there is no constraint '{name}'; there are int, long, double, decimal, bool, guid, alpha, min(n), max(n), "
        + "range(n,n), length(n), length(n,n), minlength(n), maxlength(n) and regex(...)");
}
