using System.Globalization;

namespace Parley.Channels.Redis.Tests;

public sealed class DjangoNameTests
{
    private const string Hex = "[0-9a-f]{32}";

    [Theory]
    [InlineData("chat", true)]
    [InlineData("chat-1_a.B", true)]
    [InlineData("", false)]
    [InlineData("chat room", false)]
    [InlineData("chat!a", false)]
    [InlineData("chät", false)]
    [InlineData("chat\n", false)]
    [InlineData("a:b", false)]
    public void Groups(string name, bool isGroup) => Assert.Equal(isGroup, DjangoNames.IsGroup(name));

    [Theory]
    [InlineData("worker", true)]
    [InlineData("specific.ab!cd", true)]
    [InlineData("specific.ab!", true)]
    [InlineData("", false)]
    [InlineData("!ab", false)]
    [InlineData("a!b!c", false)]
    [InlineData("a b", false)]
    [InlineData("a!ä", false)]
    public void Channels(string name, bool isChannel) => Assert.Equal(isChannel, DjangoNames.IsChannel(name));

    [Fact]
    public void Names_have_less_than_a_hundred_characters()
    {
        Assert.True(DjangoNames.IsGroup(new string('a', 99)));
        Assert.False(DjangoNames.IsGroup(new string('a', 100)));
        Assert.True(DjangoNames.IsChannel(new string('a', 98) + "!"));
        Assert.False(DjangoNames.IsChannel(new string('a', 99) + "!"));
    }

    [Fact]
    public void Whoever_breaks_a_rule_is_told_it()
    {
        Assert.StartsWith(DjangoNames.GroupRule, Assert.Throws<ArgumentException>(() => DjangoNames.RequireGroup("a b")).Message, StringComparison.Ordinal);
        Assert.StartsWith(DjangoNames.ChannelRule, Assert.Throws<ArgumentException>(() => DjangoNames.RequireChannel("!")).Message, StringComparison.Ordinal);
        Assert.Equal("a", DjangoNames.RequireGroup("a"));
        Assert.Equal("a!b", DjangoNames.RequireChannel("a!b"));
    }

    [Fact]
    public void Keys()
    {
        var keys = new DjangoKeys();

        Assert.Equal("asgi:group:chat", keys.Group("chat"));
        Assert.Equal("asgispecific.0123!", keys.Channel("specific.0123!4567"));
        Assert.Equal("asgispecific.0123!$inflight", keys.InFlight("specific.0123!4567"));
        Assert.Equal("asgiworker", keys.Channel("worker"));
        Assert.Equal("asgi__group__chat", keys.PubSubGroup("chat"));
        Assert.Equal("mine:group:chat", new DjangoKeys("mine").Group("chat"));
    }

    [Fact]
    public void New_names()
    {
        string process = DjangoKeys.NewProcess();

        Assert.Matches($"^specific\\.{Hex}!$", process);
        Assert.Matches($"^specific\\.{Hex}!{Hex}$", DjangoKeys.NewChannel(process));
        Assert.Equal(74, DjangoKeys.NewChannel(process).Length);
        Assert.Matches($"^asgispecific\\.{Hex}$", new DjangoKeys().NewPubSubChannel());
        Assert.True(DjangoNames.IsChannel(DjangoKeys.NewChannel(process)));
    }

    [Theory]
    [InlineData("0", "0.0")]
    [InlineData("-0", "-0.0")]
    [InlineData("1", "1.0")]
    [InlineData("1789473940.123457", "1789473940.123457")]
    [InlineData("-1.5", "-1.5")]
    [InlineData("0.1", "0.1")]
    [InlineData("0.0001", "0.0001")]
    [InlineData("0.00012", "0.00012")]
    [InlineData("0.00001", "1e-05")]
    [InlineData("1e15", "1000000000000000.0")]
    [InlineData("1e16", "1e+16")]
    [InlineData("-1.25e100", "-1.25e+100")]
    [InlineData("5e-324", "5e-324")]
    [InlineData("Infinity", "inf")]
    [InlineData("-Infinity", "-inf")]
    [InlineData("NaN", "nan")]
    public void Numbers_are_written_as_Python_writes_them(string number, string expected) =>
        Assert.Equal(expected, PythonFloat.Repr(double.Parse(number, CultureInfo.InvariantCulture)));
}
