using System.Text;

namespace Parley.Channels.Redis.Tests;

/// <summary>Every type of RESP2 and RESP3, and that it does not matter how the bytes come.</summary>
public sealed class RespReaderTests
{
    private const string EveryType =
        "+OK\r\n-ERR wrong\r\n:-12\r\n$5\r\na\r\nbc\r\n$0\r\n\r\n$-1\r\n*-1\r\n_\r\n#t\r\n#f\r\n,1.25\r\n,inf\r\n"
        + "(3492890328409238509324850943850943825024385\r\n!9\r\nSYNTAX no\r\n=6\r\ntxt:hi\r\n"
        + "*3\r\n:1\r\n*2\r\n$1\r\na\r\n*0\r\n_\r\n%1\r\n+key\r\n~1\r\n:7\r\n"
        + "|1\r\n+ttl\r\n:3600\r\n*2\r\n:2\r\n|1\r\n+a\r\n+b\r\n:3\r\n>3\r\n$7\r\nmessage\r\n$1\r\nc\r\n$2\r\nhi\r\n";

    [Theory]
    [InlineData("+OK\r\n", "SimpleString OK")]
    [InlineData("+\r\n", "SimpleString ")]
    [InlineData("-ERR unknown\r\n", "Error ERR unknown")]
    [InlineData(":-9223372036854775808\r\n", "Integer -9223372036854775808")]
    [InlineData("$6\r\nab\r\ncd\r\n", "BulkString ab\r\ncd")]
    [InlineData("$0\r\n\r\n", "BulkString ")]
    [InlineData("$-1\r\n", "null")]
    [InlineData("*-1\r\n", "null")]
    [InlineData("_\r\n", "null")]
    [InlineData("*0\r\n", "Array[]")]
    [InlineData("*2\r\n*1\r\n:1\r\n$-1\r\n", "Array[Array[Integer 1], null]")]
    [InlineData("#t\r\n", "Boolean 1")]
    [InlineData(",3.5e2\r\n", "Double 350")]
    [InlineData(",-inf\r\n", "Double -Infinity")]
    [InlineData(",nan\r\n", "Double NaN")]
    [InlineData("(-123456789012345678901234567890\r\n", "BigNumber -123456789012345678901234567890")]
    [InlineData("!5\r\nERR a\r\n", "Error ERR a")]
    [InlineData("=8\r\ntxt:text\r\n", "VerbatimString text")]
    [InlineData("%2\r\n+a\r\n:1\r\n+b\r\n:2\r\n", "Map[SimpleString a, Integer 1, SimpleString b, Integer 2]")]
    [InlineData("~1\r\n:1\r\n", "Set[Integer 1]")]
    [InlineData(">2\r\n+invalidate\r\n_\r\n", "Push[SimpleString invalidate, null]")]
    [InlineData("|1\r\n+ttl\r\n:3600\r\n:7\r\n", "Integer 7")]
    [InlineData("*1\r\n|0\r\n:7\r\n", "Array[Integer 7]")]
    public void A_reply_is_read(string bytes, string expected) => Assert.Equal(expected, Reading.Describe(Reading.All(bytes)));

    [Fact]
    public void Replies_come_out_the_same_wherever_they_are_split()
    {
        byte[] bytes = Encoding.Latin1.GetBytes(EveryType);
        string whole = Reading.Describe(Reading.All(bytes));
        Assert.Equal(20, whole.Split('\n').Length);
        for (int length = 1; length <= bytes.Length; length++)
        {
            Assert.Equal(whole, Reading.Describe(Reading.InPieces(bytes, length)));
        }

        for (int split = 0; split <= bytes.Length; split++)
        {
            var reader = new RespReader(new RedisReplyLimits());
            var values = new List<RespValue>();
            Reading.Feed(reader, bytes.AsSpan(0, split), values);
            Reading.Feed(reader, bytes.AsSpan(split), values);
            Assert.Equal(whole, Reading.Describe(values));
        }
    }

    [Fact]
    public void A_string_that_is_longer_than_a_buffer_comes_whole()
    {
        byte[] text = [.. Enumerable.Range(0, 300_000).Select(static index => (byte)index)];
        byte[] bytes = [.. "$300000\r\n"u8, .. text, .. "\r\n"u8];

        Assert.Equal(text, Assert.Single(Reading.InPieces(bytes, 4096)).Bytes.ToArray());
    }

    [Fact]
    public void Values_are_found_by_their_keys_in_both_RESP2_and_RESP3()
    {
        RespValue map = Assert.Single(Reading.All("%2\r\n+proto\r\n:3\r\n$4\r\nmode\r\n+cluster\r\n"));
        RespValue array = Assert.Single(Reading.All("*2\r\n$4\r\nmode\r\n$7\r\ncluster\r\n"));

        Assert.Equal("cluster", map.Find("mode").Text);
        Assert.Equal("cluster", array.Find("mode").Text);
        Assert.True(array.Find("proto").IsNull);
    }

    [Fact]
    public void A_number_is_read_from_text_too()
    {
        Assert.Equal(12, Assert.Single(Reading.All("$2\r\n12\r\n")).Integer);
        Assert.Equal(1.5, Assert.Single(Reading.All("$3\r\n1.5\r\n")).Double);
        Assert.Equal("12", Assert.Single(Reading.All(":12\r\n")).Text);
    }

    [Fact]
    public void Another_type_than_expected_is_said_in_a_sentence()
    {
        RespValue array = Assert.Single(Reading.All("*1\r\n:1\r\n"));
        RespValue text = Assert.Single(Reading.All("+hello\r\n"));

        Assert.Equal(
            "an integer is expected in the reply; the server sent Array of 1.",
            Assert.Throws<RedisProtocolException>(() => array.Integer).Message);
        Assert.Equal(
            "an array is expected in the reply; the server sent SimpleString 'hello'.",
            Assert.Throws<RedisProtocolException>(() => text.Items.Length).Message);
        Assert.Throws<RedisProtocolException>(() => array.Text);
        Assert.Throws<RedisProtocolException>(() => text.Double);
    }
}
