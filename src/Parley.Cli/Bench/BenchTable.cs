using System.Text;

namespace Parley.Cli.Bench;

/// <summary>A report as people read it: names on the left, values on the right.</summary>
internal sealed class BenchTable(string title)
{
    private const int NameWidth = 14;
    /// <summary>How many kinds of errors are shown.</summary>
    public const int MostErrors = 5;

    private readonly StringBuilder _text = new(title);

    public BenchTable Add(string name, string value)
    {
        _text.Append("\n  ").Append(name.PadRight(NameWidth)).Append(value);
        return this;
    }

    /// <summary>Adds how much went wrong, and what.</summary>
    public BenchTable AddErrors(long total, IReadOnlyList<ErrorCount> errors)
    {
        Add("errors", $"{total:N0}");
        foreach (ErrorCount error in errors.Take(MostErrors))
        {
            Add("", error.ToString());
        }

        return this;
    }

    public override string ToString() => _text.ToString();
}
