namespace Parley.Channels.Tests.Grouping;

public sealed class GroupNameTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("大厅")]
    [InlineData("chat.room-1_x:y/z ?")]
    [InlineData("🙂")]
    public void Names_that_people_choose_are_taken(string name)
    {
        Assert.True(GroupName.TryCreate(name, out GroupName group));
        Assert.Equal(name, group.Value);
        Assert.Equal(group, new GroupName(name));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("a{b")]
    [InlineData("}")]
    [InlineData("a\nb")]
    [InlineData("a\u0085b")]
    [InlineData("\0")]
    public void Others_are_refused(string? name) => Assert.False(GroupName.TryCreate(name, out _));

    [Fact]
    public void A_name_has_a_hundred_bytes_at_most()
    {
        Assert.True(GroupName.TryCreate(new string('a', 100), out _));
        Assert.False(GroupName.TryCreate(new string('a', 101), out _));
        Assert.True(GroupName.TryCreate(new string('大', 33), out _));
        Assert.False(GroupName.TryCreate(new string('大', 34), out _));
        Assert.False(GroupName.TryCreate("a\uD800", out _));
        ArgumentException exception = Assert.Throws<ArgumentException>(static () => new GroupName(""));
        Assert.StartsWith(GroupName.Rule, exception.Message, StringComparison.Ordinal);
    }
}
