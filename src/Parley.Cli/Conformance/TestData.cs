using System.Text;

namespace Parley.Cli.Conformance;

/// <summary>Endless bytes of a kind, the same in every run, from which messages are cut one after another.</summary>
internal sealed class TestData
{
    private const int Size = 256 * 1024;

    private static readonly string[] _words =
        "a room is where people meet and what one of them says the others hear in the same order whoever comes late is told what was said".Split(' ');

    private readonly Lazy<byte[]> _bytes;

    private TestData(string name, Func<byte[]> make)
    {
        Name = name;
        _bytes = new Lazy<byte[]>(make);
    }

    public string Name { get; }

    public static TestData Json { get; } = new("JSON", static () => Ascii(static i =>
        $"{{\"id\":{i},\"name\":\"member {i * 7919 % 997}\",\"active\":{(i % 3 == 0 ? "true" : "false")},\"score\":{i * 31 % 1009 / 10.0:0.0}}},"));

    public static TestData Html { get; } = new("HTML", static () => Ascii(static i =>
        $"<li class=\"row-{i % 7}\"><a href=\"/room/{i * 7919 % 997}/\">room {i}</a> <span>{i * 13 % 101} members</span></li>\n"));

    public static TestData Prose { get; } = new("prose", static () => Ascii(static i =>
        _words[(int)((uint)(i * 2654435761L) % _words.Length)] + (i % 11 == 10 ? ".\n" : " ")));

    public static TestData Picture { get; } = new("a picture", static () => Fill(static (i, _) => (byte)(128 + (60 * Math.Sin(i / 37.0)) + (40 * Math.Sin(i / 512 / 19.0)))));

    public static TestData Mixed { get; } = new("mixed bytes", static () => Fill(static (i, random) =>
        i / 4096 % 3 == 0 ? (byte)(i & 0x1F) : (byte)random.Next(256)));

    public static TestData Stars { get; } = new("stars", static () => Fill(static (_, _) => (byte)'*'));

    public static TestData Fe { get; } = new("FE", static () => Fill(static (_, _) => 0xFE));

    public static TestData Letters { get; } = new("letters", static () => Fill(static (i, _) => (byte)('A' + (i % 26))));

    /// <summary>The bytes from a place on; they start over at their end.</summary>
    public byte[] Cut(long start, int size)
    {
        byte[] cut = new byte[size];
        byte[] bytes = _bytes.Value;
        int from = (int)(start % bytes.Length);
        for (int done = 0; done < size;)
        {
            int count = Math.Min(size - done, bytes.Length - from);
            bytes.AsSpan(from, count).CopyTo(cut.AsSpan(done));
            done += count;
            from = 0;
        }

        return cut;
    }

    private static byte[] Ascii(Func<int, string> line)
    {
        var text = new StringBuilder();
        for (int i = 0; text.Length < Size; i++)
        {
            text.Append(line(i));
        }

        return Encoding.ASCII.GetBytes(text.ToString());
    }

    private static byte[] Fill(Func<int, Random, byte> value)
    {
        var random = new Random(12);
        byte[] bytes = new byte[Size];
        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[i] = value(i, random);
        }

        return bytes;
    }
}
