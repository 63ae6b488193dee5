using System.Text;

namespace Parley.Channels.Redis;

/// <summary>A value in a Django event, as Python has it. It does not change.</summary>
internal sealed class DjangoValue
{
    private readonly object? _content;
    private readonly Int128 _integer;

    private DjangoValue(DjangoValueKind kind, object? content, Int128 integer = default)
    {
        Kind = kind;
        _content = content;
        _integer = integer;
    }

    /// <summary>Python's None.</summary>
    public static DjangoValue None { get; } = new(DjangoValueKind.None, null);

    public DjangoValueKind Kind { get; }

    public bool Boolean => As(DjangoValueKind.Boolean)._integer != 0;

    public Int128 Integer => As(DjangoValueKind.Integer)._integer;

    public double Float => (double)As(DjangoValueKind.Float)._content!;

    public string Text => (string)As(DjangoValueKind.Text)._content!;

    public ReadOnlyMemory<byte> Bytes => (ReadOnlyMemory<byte>)As(DjangoValueKind.Bytes)._content!;

    public IReadOnlyList<DjangoValue> Items => (IReadOnlyList<DjangoValue>)As(DjangoValueKind.List)._content!;

    /// <summary>Keys, which are text or bytes, and their values, in their order.</summary>
    public IReadOnlyList<KeyValuePair<DjangoValue, DjangoValue>> Entries =>
        (IReadOnlyList<KeyValuePair<DjangoValue, DjangoValue>>)As(DjangoValueKind.Dictionary)._content!;

    public static implicit operator DjangoValue(string text) => new(DjangoValueKind.Text, text);

    public static implicit operator DjangoValue(byte[] bytes) => (ReadOnlyMemory<byte>)bytes;

    public static implicit operator DjangoValue(ReadOnlyMemory<byte> bytes) => new(DjangoValueKind.Bytes, bytes);

    public static implicit operator DjangoValue(bool value) => new(DjangoValueKind.Boolean, null, value ? 1 : 0);

    public static implicit operator DjangoValue(int value) => new(DjangoValueKind.Integer, null, value);

    public static implicit operator DjangoValue(Int128 value) => new(DjangoValueKind.Integer, null, value);

    public static implicit operator DjangoValue(double value) => new(DjangoValueKind.Float, value);

    public static DjangoValue List(params IReadOnlyList<DjangoValue> items) => new(DjangoValueKind.List, items);

    public static DjangoValue Dictionary(params IReadOnlyList<KeyValuePair<DjangoValue, DjangoValue>> entries) =>
        new(DjangoValueKind.Dictionary, entries);

    /// <summary>The value of a key, or null; the last of them, as in Python, if there are several.</summary>
    public DjangoValue? Find(string key) =>
        Entries.LastOrDefault(entry => entry.Key.Kind == DjangoValueKind.Text && entry.Key.Text == key).Value;

    /// <summary>The dictionary without a key, or with it as its last.</summary>
    public DjangoValue With(string key, DjangoValue? value)
    {
        IEnumerable<KeyValuePair<DjangoValue, DjangoValue>> others =
            Entries.Where(entry => entry.Key.Kind != DjangoValueKind.Text || entry.Key.Text != key);
        return Dictionary(value is null ? [.. others] : [.. others, new(key, value)]);
    }

    /// <summary>What it is, for tests and logs.</summary>
    public override string ToString() => Kind switch
    {
        DjangoValueKind.Text => $"'{Text}'",
        DjangoValueKind.Bytes => $"b'{Encoding.Latin1.GetString(Bytes.Span)}'",
        DjangoValueKind.Boolean => Boolean ? "True" : "False",
        DjangoValueKind.Integer => Integer.ToString(System.Globalization.CultureInfo.InvariantCulture),
        DjangoValueKind.Float => PythonFloat.Repr(Float),
        DjangoValueKind.List => $"[{string.Join(", ", Items)}]",
        DjangoValueKind.Dictionary => $"{{{string.Join(", ", Entries.Select(static entry => $"{entry.Key}: {entry.Value}"))}}}",
        _ => "None",
    };

    private DjangoValue As(DjangoValueKind kind) => Kind == kind
        ? this
        : throw new DjangoFormatException($"{kind} is expected in an event; {Kind} came.");
}
