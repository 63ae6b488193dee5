namespace Parley.Channels.Tests.Routing;

public sealed class RoutePatternTests
{
    [Theory]
    [InlineData("/room/{group}/", "/room/123/", "group=123")]
    [InlineData("/room/{group}/", "/room/123", "group=123")]
    [InlineData("/room/{group}", "/room/123/", "group=123")]
    [InlineData("/room/{group}/", "/room/%E5%A4%A7%E5%8E%85/", "group=大厅")]
    [InlineData("/room/{group}/", "/room/a%2Fb/", "group=a/b")]
    [InlineData("/{a}/x/{b}", "/1/x/2", "a=1,b=2")]
    [InlineData("/", "/", "")]
    [InlineData("/echo", "/echo", "")]
    public void A_path_that_fits_gives_its_parameters_decoded(string pattern, string path, string expected)
    {
        Assert.True(new RoutePattern(pattern).TryMatch(path, out IReadOnlyDictionary<string, string>? values));
        Assert.Equal(expected, string.Join(',', values.Select(static value => $"{value.Key}={value.Value}")));
    }

    [Theory]
    [InlineData("/room/{group}/", "/room/")]
    [InlineData("/room/{group}/", "/room//")]
    [InlineData("/room/{group}/", "/room/1/2/")]
    [InlineData("/room/{group}/", "/Room/1/")]
    [InlineData("/room/{group}/", "/other/1/")]
    [InlineData("/echo", "/")]
    public void Other_paths_do_not(string pattern, string path) =>
        Assert.False(new RoutePattern(pattern).TryMatch(path, out _));

    [Theory]
    [InlineData("room")]
    [InlineData("/{a}/{a}")]
    [InlineData("/x{a}")]
    [InlineData("/{}")]
    [InlineData("/{a")]
    public void Patterns_that_make_no_sense_are_refused(string pattern) =>
        Assert.Throws<ArgumentException>(() => new RoutePattern(pattern));
}
