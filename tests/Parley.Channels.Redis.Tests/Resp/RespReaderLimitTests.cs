using System.Text;

namespace Parley.Channels.Redis.Tests;

/// <summary>What is no RESP, and what is too much of it.</summary>
public sealed class RespReaderLimitTests
{
    private static readonly RedisReplyLimits _small = new()
    {
        MaxDepth = 3,
        MaxElements = 10,
        MaxBulkLength = 100,
        MaxLineLength = 50,
        MaxReplyBytes = 2000,
    };

    [Theory]
    [InlineData("HTTP/1.1 400 Bad Request\r\n", "byte 48")]
    [InlineData("H", "byte 48")]
    [InlineData("\r\n", "byte 0D")]
    [InlineData("\u0016\u0003\u0001", "byte 16")]
    [InlineData("+OK\n", "CR LF")]
    [InlineData(":12a\r\n", "'12a'")]
    [InlineData(":\r\n", "whole number")]
    [InlineData(":99999999999999999999\r\n", "whole number")]
    [InlineData("$2\r\nabc\r\n", "CR LF")]
    [InlineData("$2\r\nab\r\r", "CR LF")]
    [InlineData("$-2\r\n", "string of -2 bytes")]
    [InlineData("!-1\r\n", "string of -1 bytes")]
    [InlineData("$?\r\n", "whole number")]
    [InlineData("*-2\r\n", "array of -2 values")]
    [InlineData("%-1\r\n", "array of -1 values")]
    [InlineData("#x\r\n", "t or f")]
    [InlineData(",1,5\r\n", "A number")]
    [InlineData("(12x\r\n", "whole number")]
    [InlineData("(\r\n", "whole number")]
    [InlineData("=2\r\nab\r\n", "three letters")]
    [InlineData("$101\r\n", "0 to 100 are allowed")]
    [InlineData("$9223372036854775807\r\n", "0 to 100 are allowed")]
    [InlineData("*11\r\n", "10 are allowed")]
    [InlineData("*9223372036854775807\r\n", "10 are allowed")]
    [InlineData("%6\r\n", "10 are allowed")]
    [InlineData("%4611686018427387905\r\n", "10 are allowed")]
    [InlineData("*1\r\n*1\r\n*1\r\n*1\r\n:1\r\n", "deeper than 3")]
    [InlineData("+01234567890123456789012345678901234567890123456789\r\n", "longer than 50")]
    public void It_is_refused_with_a_sentence(string bytes, string part)
    {
        Assert.Contains(
            part, Assert.Throws<RedisProtocolException>(() => Reading.All(bytes, _small)).Message, StringComparison.Ordinal);
        Assert.Contains(
            part,
            Assert.Throws<RedisProtocolException>(() => Reading.InPieces(Encoding.Latin1.GetBytes(bytes), 1, _small)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Values_inside_others_count_too() => Assert.Contains(
        "10 are allowed",
        Assert.Throws<RedisProtocolException>(() => Reading.All(
            "*2\r\n*5\r\n:1\r\n:1\r\n:1\r\n:1\r\n:1\r\n*5\r\n:1\r\n:1\r\n:1\r\n:1\r\n:1\r\n", _small)).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Attributes_without_end_are_refused() => Assert.Contains(
        "more than 10 values",
        Assert.Throws<RedisProtocolException>(() => Reading.All(
            string.Concat(Enumerable.Repeat("|0\r\n", 20)), _small)).Message,
        StringComparison.Ordinal);

    [Fact]
    public void The_memory_of_a_whole_reply_is_bounded() => Assert.Contains(
        "more than 1000 bytes",
        Assert.Throws<RedisProtocolException>(() => Reading.All(
            "*9\r\n" + string.Concat(Enumerable.Repeat($"$100\r\n{new string('a', 100)}\r\n", 9)),
            _small with { MaxReplyBytes = 1000 })).Message,
        StringComparison.Ordinal);

    [Fact]
    public void What_one_reply_has_used_is_not_counted_for_the_next() =>
        Assert.Equal(100, Reading.All(string.Concat(Enumerable.Repeat("*2\r\n:1\r\n:2\r\n", 100)), _small).Count);

    [Fact]
    public void A_claimed_length_allocates_nothing()
    {
        byte[] claims = Encoding.ASCII.GetBytes("*1000000\r\n$60000000\r\nabc");
        var reader = new RespReader(new RedisReplyLimits());
        long before = GC.GetAllocatedBytesForCurrentThread();
        ReadOnlySpan<byte> input = claims;

        Assert.False(reader.TryRead(ref input, out _));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 * 1024);
    }

    [Fact]
    public void Arrays_a_hundred_thousand_deep_end_at_the_limit()
    {
        byte[] nested = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("*1\r\n", 100_000)));
        long before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Contains(
            "deeper than 32",
            Assert.Throws<RedisProtocolException>(() => Reading.All(nested)).Message,
            StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 256 * 1024);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1001)]
    public void A_limit_out_of_range_is_refused(int depth) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new RedisReplyLimits { MaxDepth = depth });
}
