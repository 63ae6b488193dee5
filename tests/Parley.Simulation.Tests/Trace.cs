using System.Globalization;

namespace Parley.Simulation.Tests;

/// <summary>What has happened, as a hash of everything; as text only if somebody is going to read it.</summary>
internal sealed class Trace(bool isKept)
{
    private const ulong FnvPrime = 1099511628211;

    private readonly List<string> _lines = [];

    public ulong Hash { get; private set; } = 14695981039346656037;

    public int Count { get; private set; }

    public IReadOnlyList<string> Lines => _lines;

    public void Add(string what, int who = 0, long first = 0, long second = 0)
    {
        foreach (char letter in what)
        {
            Mix(letter);
        }

        Mix((ulong)who);
        Mix((ulong)first);
        Mix((ulong)second);
        Count++;
        if (isKept)
        {
            _lines.Add(string.Create(CultureInfo.InvariantCulture, $"{Count} {what} {who} {first} {second}"));
        }
    }

    /// <summary>Adds what only a reader needs.</summary>
    public void Note(Func<string> text)
    {
        if (isKept)
        {
            _lines.Add($"    {text()}");
        }
    }

    private void Mix(ulong value) => Hash = (Hash ^ value) * FnvPrime;
}
