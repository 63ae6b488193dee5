using System.Text;

namespace Parley.Channels.Redis.Tests;

/// <summary>Feeds a reader, and writes down what comes out.</summary>
internal static class Reading
{
    public static List<RespValue> All(ReadOnlySpan<byte> bytes, RedisReplyLimits? limits = null) =>
        InPieces(bytes, Math.Max(bytes.Length, 1), limits);

    public static List<RespValue> All(string text, RedisReplyLimits? limits = null) =>
        All(Encoding.Latin1.GetBytes(text), limits);

    public static List<RespValue> InPieces(ReadOnlySpan<byte> bytes, int length, RedisReplyLimits? limits = null)
    {
        var reader = new RespReader(limits ?? new RedisReplyLimits());
        var values = new List<RespValue>();
        while (!bytes.IsEmpty)
        {
            Feed(reader, bytes[..Math.Min(length, bytes.Length)], values);
            bytes = bytes[Math.Min(length, bytes.Length)..];
        }

        return values;
    }

    public static void Feed(RespReader reader, ReadOnlySpan<byte> piece, List<RespValue> values)
    {
        while (reader.TryRead(ref piece, out RespValue value))
        {
            values.Add(value);
        }

        Assert.True(piece.IsEmpty);
    }

    /// <summary>A value with all its parts, so that two can be compared.</summary>
    public static string Describe(RespValue value) => value.Kind switch
    {
        RespKind.Null => "null",
        RespKind.Integer or RespKind.Boolean => $"{value.Kind} {value.Integer}",
        RespKind.Double => $"Double {value.Double:R}",
        RespKind.Array or RespKind.Set or RespKind.Push or RespKind.Map =>
            $"{value.Kind}[{string.Join(", ", value.Items.ToArray().Select(Describe))}]",
        _ => $"{value.Kind} {Encoding.Latin1.GetString(value.Bytes.Span)}",
    };

    public static string Describe(IEnumerable<RespValue> values) => string.Join("\n", values.Select(Describe));
}
