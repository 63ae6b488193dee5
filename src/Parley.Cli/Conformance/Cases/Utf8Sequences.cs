namespace Parley.Cli.Conformance.Cases;

/// <summary>The byte sequences of the groups 6.5 to 6.23.</summary>
internal static class Utf8Sequences
{
    private static readonly string[] _cutOff = ["c0", "e080", "f08080", "f8808080", "fc80808080", "df", "efbf", "f7bfbf", "fbbfbfbf", "fdbfbfbfbf"];

    /// <summary>A group's sequences, in order, from 6.5 on.</summary>
    public static IEnumerable<byte[][]> Groups =>
    [
        Hex("68656c6c6f24776f726c64", "68656c6c6fc2a2776f726c64", "68656c6c6fe282ac776f726c64", "68656c6c6ff0a4ada2776f726c64", "cebae1bdb9cf83cebcceb5"),
        [.. Enumerable.Range(1, 11).Select(static count => Convert.FromHexString("cebae1bdb9cf83cebcceb5")[..count])],
        Hex("00", "c280", "e0a080", "f0908080"),
        Hex("f888808080", "fc8480808080"),
        Hex("7f", "dfbf", "efbfbf", "f48fbfbf"),
        Hex("f7bfbfbf", "fbbfbfbfbf", "fdbfbfbfbfbf"),
        Hex("ed9fbf", "ee8080", "efbfbd", "f48fbfbf", "f4908080"),
        Hex("80", "bf", "80bf", "80bf80", "80bf80bf", "80bf80bf80", "80bf80bf80bf", Convert.ToHexString(Range(0x80, 0xBF))),
        [Starts(0xC0, 0xDF), Starts(0xE0, 0xEF), Starts(0xF0, 0xF7), Starts(0xF8, 0xFB), Starts(0xFC, 0xFD)],
        Hex(_cutOff),
        Hex(string.Concat(_cutOff)),
        Hex("fe", "ff", "fefeffff"),
        Hex("c0af", "e080af", "f08080af", "f8808080af", "fc80808080af"),
        Hex("c1bf", "e09fbf", "f08fbfbf", "f887bfbfbf", "fc83bfbfbfbf"),
        Hex("c080", "e08080", "f0808080", "f880808080", "fc8080808080"),
        Hex("eda080", "edadbf", "edae80", "edafbf", "edb080", "edbe80", "edbfbf"),
        Hex("eda080edb080", "eda080edbfbf", "edadbfedb080", "edadbfedbfbf", "edae80edb080", "edae80edbfbf", "edafbfedb080", "edafbfedbfbf"),
        [.. Hex("efbfbe", "efbfbf"), .. NonCharacters],
        Hex("efbfb9", "efbfba", "efbfbb", "efbfbc", "efbfbd", "efbfbe", "efbfbf"),
    ];

    // U+1FFFE and U+1FFFF, and the like up to U+10FFFF.
    private static IEnumerable<byte[]> NonCharacters =>
        from plane in Enumerable.Range(1, 16)
        from last in Enumerable.Range(0xFFFE, 2)
        select System.Text.Encoding.UTF8.GetBytes(char.ConvertFromUtf32((plane << 16) | last));

    private static byte[][] Hex(params string[] sequences) => [.. sequences.Select(Convert.FromHexString)];

    private static byte[] Range(int first, int end) => [.. Enumerable.Range(first, end - first).Select(static b => (byte)b)];

    // Each of a range of first bytes, with a blank instead of what must follow.
    private static byte[] Starts(int first, int end)
    {
        byte[] starts = new byte[(end - first) * 2];
        for (int i = 0; i < starts.Length; i += 2)
        {
            (starts[i], starts[i + 1]) = ((byte)(first + (i / 2)), (byte)' ');
        }

        return starts;
    }
}
