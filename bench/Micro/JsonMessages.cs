using System.Globalization;
using System.Text;

namespace Parley.Micro;

/// <summary>Messages like those of a chat: the same names over and over, and values that differ.</summary>
internal static class JsonMessages
{
    private static readonly string[] _words =
        ["hello", "price", "of", "the", "order", "changed", "to", "see", "you", "at", "noon", "and", "bring", "paper"];

    /// <summary>Makes messages that all differ, the same ones in every process.</summary>
    /// <param name="count">How many.</param>
    /// <param name="size">The size of each, in bytes.</param>
    public static byte[][] Make(int count, int size)
    {
        var random = new Random(53);
        return [.. Enumerable.Range(0, count).Select(_ => MakeOne(random, size))];
    }

    private static byte[] MakeOne(Random random, int size)
    {
        var json = new StringBuilder(size).Append('[').Append(MakeItem(random));
        string next = MakeItem(random);
        while (json.Length + next.Length + 2 <= size)
        {
            json.Append(',').Append(next);
            next = MakeItem(random);
        }

        return Encoding.UTF8.GetBytes(json.Append(']').ToString().PadRight(size));
    }

    private static string MakeItem(Random random) => string.Create(
        CultureInfo.InvariantCulture,
        $"{{\"id\":{random.Next(100_000_000)},\"user\":\"{Word(random)}{random.Next(1000)}\","
        + $"\"at\":{random.NextInt64(1L << 40)},\"text\":\"{Word(random)} {Word(random)} {Word(random)}\"}}");

    private static string Word(Random random) => _words[random.Next(_words.Length)];
}
