using System.Globalization;

namespace Parley.Channels.Redis.Tests;

/// <summary>The bytes of MessagePack, by its specification.</summary>
public sealed class MessagePackTests
{
    [Theory]
    [InlineData("0", "00")]
    [InlineData("127", "7f")]
    [InlineData("128", "cc80")]
    [InlineData("255", "ccff")]
    [InlineData("256", "cd0100")]
    [InlineData("65535", "cdffff")]
    [InlineData("65536", "ce00010000")]
    [InlineData("4294967295", "ceffffffff")]
    [InlineData("4294967296", "cf0000000100000000")]
    [InlineData("18446744073709551615", "cfffffffffffffffff")]
    [InlineData("-1", "ff")]
    [InlineData("-32", "e0")]
    [InlineData("-33", "d0df")]
    [InlineData("-128", "d080")]
    [InlineData("-129", "d1ff7f")]
    [InlineData("-32768", "d18000")]
    [InlineData("-32769", "d2ffff7fff")]
    [InlineData("-2147483648", "d280000000")]
    [InlineData("-2147483649", "d3ffffffff7fffffff")]
    [InlineData("-9223372036854775808", "d38000000000000000")]
    public void Integers_take_the_shortest_form(string number, string hex) =>
        AssertBytes(hex, Int128.Parse(number, CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("18446744073709551616")]
    [InlineData("-9223372036854775809")]
    public void Larger_integers_are_refused(string number) => Assert.Throws<DjangoFormatException>(
        () => MessagePackFormat.Write(Int128.Parse(number, CultureInfo.InvariantCulture)));

    [Fact]
    public void The_other_plain_values()
    {
        AssertBytes("c0", DjangoValue.None);
        AssertBytes("c2", false);
        AssertBytes("c3", true);
        AssertBytes("cb3ff8000000000000", 1.5);
        AssertBytes("a0", "");
        AssertBytes("a3c3a431", "ä1");
        AssertBytes("c40100", new byte[1]);
        AssertBytes("90", DjangoValue.List());
        AssertBytes("80", DjangoValue.Dictionary());
        AssertBytes("9201a161", DjangoValue.List(1, "a"));
        AssertBytes("82a16101c4016202", DjangoValue.Dictionary(new("a", 1), new("b"u8.ToArray(), 2)));
    }

    [Theory]
    [InlineData(31, "bf")]
    [InlineData(32, "d920")]
    [InlineData(255, "d9ff")]
    [InlineData(256, "da0100")]
    [InlineData(65535, "daffff")]
    [InlineData(65536, "db00010000")]
    public void Strings_take_the_shortest_length(int length, string head) =>
        AssertBytes(head + string.Concat(Enumerable.Repeat("61", length)), new string('a', length));

    [Theory]
    [InlineData(255, "c4ff")]
    [InlineData(256, "c50100")]
    [InlineData(65536, "c600010000")]
    public void Bytes_take_the_shortest_length(int length, string head) =>
        AssertBytes(head + string.Concat(Enumerable.Repeat("00", length)), new byte[length]);

    [Theory]
    [InlineData(15, "9f")]
    [InlineData(16, "dc0010")]
    [InlineData(60000, "dcea60")]
    public void Arrays_take_the_shortest_length(int count, string head) => AssertBytes(
        head + string.Concat(Enumerable.Repeat("01", count)), DjangoValue.List([.. Enumerable.Repeat((DjangoValue)1, count)]));

    [Fact]
    public void Maps_take_the_shortest_length()
    {
        KeyValuePair<DjangoValue, DjangoValue>[] entries = [.. Enumerable.Repeat(KeyValuePair.Create((DjangoValue)"a", (DjangoValue)1), 16)];

        AssertBytes("de0010" + string.Concat(Enumerable.Repeat("a16101", 16)), DjangoValue.Dictionary(entries));
        AssertBytes("8f" + string.Concat(Enumerable.Repeat("a16101", 15)), DjangoValue.Dictionary(entries[..15]));
    }

    [Theory]
    [InlineData("d90161", "'a'")]
    [InlineData("da000161", "'a'")]
    [InlineData("db0000000161", "'a'")]
    [InlineData("c50001ff", "b'ÿ'")]
    [InlineData("cd0001", "1")]
    [InlineData("d3ffffffffffffffff", "-1")]
    [InlineData("ca3fc00000", "1.5")]
    [InlineData("dd0000000101", "[1]")]
    [InlineData("df00000001a16101", "{'a': 1}")]
    public void Longer_forms_than_needed_are_read_too(string hex, string expected) =>
        Assert.Equal(expected, MessagePackFormat.Read(Convert.FromHexString(hex)).ToString());

    [Theory]
    [InlineData("", "ends in the middle")]
    [InlineData("cd01", "ends in the middle")]
    [InlineData("a261", "ends in the middle")]
    [InlineData("9201", "ends in the middle")]
    [InlineData("81a161", "ends in the middle")]
    [InlineData("dbffffffff61", "string of 4294967295 bytes")]
    [InlineData("db03ffffff61", "ends in the middle")]
    [InlineData("c603ffffff61", "ends in the middle")]
    [InlineData("ddffffffff", "4294967295 values")]
    [InlineData("dd0000ffff", "ends in the middle")]
    [InlineData("dfffffffff", "4294967295 values")]
    [InlineData("c1", "type C1")]
    [InlineData("d40100", "type D4")]
    [InlineData("d6ff00000000", "type D6")]
    [InlineData("c70101ff", "type C7")]
    [InlineData("8101a161", "a string or bytes; Integer came")]
    [InlineData("81c001", "a string or bytes; Nil came")]
    [InlineData("0101", "after its end")]
    [InlineData("a1ff", "no UTF-8")]
    public void What_is_wrong_is_said(string hex, string part) => Assert.Contains(
        part,
        Assert.Throws<DjangoFormatException>(() => MessagePackFormat.Read(Convert.FromHexString(hex))).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("91")]
    [InlineData("81a161")]
    public void Sixty_four_deep_is_read_and_more_is_not(string level)
    {
        static byte[] Nested(string level, int depth) =>
            Convert.FromHexString(string.Concat(Enumerable.Repeat(level, depth)) + "c0");

        MessagePackFormat.Read(Nested(level, 64));
        Assert.Contains(
            "deeper than 64",
            Assert.Throws<DjangoFormatException>(() => MessagePackFormat.Read(Nested(level, 65))).Message,
            StringComparison.Ordinal);
        Assert.Throws<DjangoFormatException>(() => MessagePackFormat.Read(Nested(level, 1_000_000)));
    }

    [Fact]
    public void All_values_of_a_message_are_counted() => Assert.Contains(
        "more than 100",
        Assert.Throws<DjangoFormatException>(() => MessagePackFormat.Read(
            [0xDC, 0, 60, .. Enumerable.Repeat((byte)0x91, 60).SelectMany(static head => new byte[] { head, 1 })],
            MessagePackLimits.Default with { MaxElements = 100 })).Message,
        StringComparison.Ordinal);

    [Fact]
    public void A_claimed_count_allocates_nothing()
    {
        byte[] claim = [0xDD, 0, 0, 0xFF, 0xFF, .. Enumerable.Repeat((byte)0xDD, 100)];
        Assert.Throws<DjangoFormatException>(() => MessagePackFormat.Read(claim));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<DjangoFormatException>(() => MessagePackFormat.Read(claim));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 32 * 1024);
    }

    [Fact]
    public void Any_bytes_end_in_a_value_or_in_a_format_error()
    {
        for (int seed = 0; seed < 20_000; seed++)
        {
            var random = new Random(seed);
            byte[] bytes = new byte[random.Next(1, 40)];
            random.NextBytes(bytes);
            try
            {
                DjangoValue value = MessagePackFormat.Read(bytes);
                Assert.Equal(value.ToString(), MessagePackFormat.Read(MessagePackFormat.Write(value)).ToString());
            }
            catch (DjangoFormatException)
            {
                // The other way it may end.
            }
        }
    }

    [Fact]
    public void A_value_read_as_another_is_told()
    {
        static void ReadAsString()
        {
            var reader = new MessagePackReader([0x01], MessagePackLimits.Default);
            reader.ReadString();
        }

        Assert.Equal("String is expected in a message; Integer came.", Assert.Throws<DjangoFormatException>(ReadAsString).Message);
    }

    private static void AssertBytes(string hex, DjangoValue value)
    {
        byte[] bytes = MessagePackFormat.Write(value);
        Assert.Equal(hex, Convert.ToHexStringLower(bytes));
        Assert.Equal(value.ToString(), MessagePackFormat.Read(bytes).ToString());
    }
}
