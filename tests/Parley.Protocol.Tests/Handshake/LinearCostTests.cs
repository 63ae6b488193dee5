using System.Text;

namespace Parley.Protocol.Tests.Handshake;

/// <summary>Handshakes made to be slow: twice the length costs about twice the steps, counted and not timed.</summary>
public sealed class LinearCostTests
{
    private static readonly HandshakeLimits _wide = new() { MaxLineLength = 1 << 20, MaxSize = 1 << 21, MaxFields = 10_000 };

    public static TheoryData<string> Shapes => [.. _shapes.Keys];

    private static readonly Dictionary<string, Action<int>> _shapes = new()
    {
        ["escapes in quotes that never end"] = static n => _ = ExtensionList.TryParse("a;b=\"" + Repeat("\\c", n), out _),
        ["many extensions"] = static n => _ = ExtensionList.TryParse(Repeat("a;b=c,", n), out _),
        ["many parameters"] = static n => _ = ExtensionList.TryParse("a" + Repeat(";b", n), out _),
        ["many commas"] = static n => _ = ExtensionList.TryParse(Repeat(",", n) + "a", out _),
        ["blanks between extensions"] = static n => _ = ExtensionList.TryParse("a" + Repeat(" ", n) + "x", out _),
        ["blanks in a subprotocol"] = static n => _ = SubprotocolList.TryParse("b" + Repeat(" ", n) + "x", out _),
        ["many subprotocols"] = static n => _ = SubprotocolList.TryParse(string.Join(',', Enumerable.Range(0, n)), out _),
        ["a head byte by byte"] = static n => Read(Requests.With("X-A: " + Repeat("b", n)), 1),
        ["a head in odd pieces"] = static n => Read(Requests.With("X-A: " + Repeat("b", n)), 7),
        ["many fields"] = static n => Read(Requests.With([.. Enumerable.Range(0, n).Select(static i => $"X-{i}: b")]), 100),
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Twice_the_length_costs_about_twice_the_steps(string shape)
    {
        long once = Count(() => _shapes[shape](2000));
        long twice = Count(() => _shapes[shape](4000));
        Assert.InRange(once, 1000, 100_000);
        Assert.InRange(twice, once, (once * 2.3) + 100);
    }

    private static long Count(Action action)
    {
        long before = ParsingSteps.Count;
        action();
        return ParsingSteps.Count - before;
    }

    private static string Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));

    private static void Read(string head, int pieceSize)
    {
        using var reader = new HeadReader(_wide);
        byte[] bytes = Encoding.ASCII.GetBytes(head);
        for (int at = 0; at < bytes.Length; at += pieceSize)
        {
            ReadOnlySpan<byte> piece = bytes.AsSpan(at, Math.Min(pieceSize, bytes.Length - at));
            reader.TryRead(ref piece, out _, out HandshakeError? error);
            Assert.Null(error);
        }
    }
}
