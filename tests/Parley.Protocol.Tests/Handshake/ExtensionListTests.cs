namespace Parley.Protocol.Tests.Handshake;

/// <summary>RFC 6455 section 9.1.</summary>
public sealed class ExtensionListTests
{
    [Theory]
    [InlineData("permessage-deflate", "permessage-deflate")]
    [InlineData("foo, bar; baz=2", "foo|bar;baz=2")]
    [InlineData("a;b;c=d ; e = \"f\"", "a;b;c=d;e=f")]
    [InlineData("a;b=\"\\c\"", "a;b=c")]
    [InlineData(" , a , ,b,", "a|b")]
    [InlineData("a;x=1,a;x=2", "a;x=1|a;x=2")]
    public void A_list_is_read_in_order(string text, string expected)
    {
        Assert.True(ExtensionList.TryParse(text, out IReadOnlyList<ExtensionOffer>? extensions));
        Assert.Equal(expected, string.Join('|', extensions.Select(Show)));
    }

    [Theory]
    [InlineData("")]
    [InlineData(",")]
    [InlineData("a b")]
    [InlineData("a;")]
    [InlineData("a;=1")]
    [InlineData("a;b=")]
    [InlineData("a;b=\"c")]
    [InlineData("a;b=\"c d\"")]
    [InlineData("a;b=\"\"")]
    [InlineData("a;b=\"c\\")]
    [InlineData(";a")]
    [InlineData("a=b")]
    [InlineData("\"a\"")]
    public void What_is_no_list_is_refused(string text) => Assert.False(ExtensionList.TryParse(text, out _));

    [Fact]
    public void A_long_list_is_read_in_one_pass()
    {
        string text = string.Join(',', Enumerable.Repeat("a;" + string.Join(';', Enumerable.Repeat("b=\"\\c\\d\"", 50)), 100));
        Assert.True(ExtensionList.TryParse(text, out IReadOnlyList<ExtensionOffer>? extensions));
        Assert.Equal(100, extensions.Count);
        Assert.All(extensions, static extension => Assert.Equal(50, extension.Parameters.Count));
    }

    private static string Show(ExtensionOffer extension) => string.Concat(
        [extension.Name, .. extension.Parameters.Select(static found => found.Value is null ? $";{found.Key}" : $";{found.Key}={found.Value}")]);
}
