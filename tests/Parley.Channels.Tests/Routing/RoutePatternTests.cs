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
    [InlineData("/{id:int}", "/-12", "id=-12")]
    [InlineData("/{id:long}", "/9000000000", "id=9000000000")]
    [InlineData("/{x:double}", "/1.5e3", "x=1.5e3")]
    [InlineData("/{x:decimal}", "/1.50", "x=1.50")]
    [InlineData("/{x:bool}", "/True", "x=True")]
    [InlineData("/{id:guid}", "/0f8fad5b-d9cb-469f-a165-70867728950e", "id=0f8fad5b-d9cb-469f-a165-70867728950e")]
    [InlineData("/{name:alpha}", "/Ada", "name=Ada")]
    [InlineData("/{name:length(1,20)}", "/%E5%A4%A7%E5%8E%85", "name=大厅")]
    [InlineData("/{name:length(3)}", "/abc", "name=abc")]
    [InlineData("/{name:minlength(2):maxlength(3)}", "/ab", "name=ab")]
    [InlineData("/{n:min(3):max(5)}", "/4", "n=4")]
    [InlineData("/{n:range(3,5)}", "/5", "n=5")]
    [InlineData(@"/{day:regex(^\d{{2}}$)}/x", "/31/x", "day=31")]
    [InlineData("/{x:regex(^(a|b)c:d$):minlength(1)}", "/ac:d", "x=ac:d")]
    [InlineData("/files/{*path}", "/files/a/b%20c.txt", "path=a/b c.txt")]
    [InlineData("/files/{**path}", "/files/a/", "path=a/")]
    [InlineData("/files/{*path}", "/files", "path=")]
    [InlineData("/files/{*path:minlength(2)}", "/files/ab", "path=ab")]
    [InlineData("/{{x}}", "/%7Bx%7D", "")]
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
    [InlineData("/{id:int}", "/1.5")]
    [InlineData("/{id:int}", "/9000000000")]
    [InlineData("/{x:bool}", "/yes")]
    [InlineData("/{id:guid}", "/12")]
    [InlineData("/{name:alpha}", "/a1")]
    [InlineData("/{name:length(1,2)}", "/abc")]
    [InlineData("/{name:length(3)}", "/ab")]
    [InlineData("/{name:minlength(2)}", "/a")]
    [InlineData("/{name:maxlength(2)}", "/abc")]
    [InlineData("/{n:min(3)}", "/2")]
    [InlineData("/{n:max(3)}", "/4")]
    [InlineData("/{n:range(3,5)}", "/x")]
    [InlineData(@"/{day:regex(^\d{{2}}$)}", "/311")]
    [InlineData("/files/{*path}", "/file/a")]
    [InlineData("/a/{x}/{*path}", "/a")]
    public void Other_paths_do_not(string pattern, string path) =>
        Assert.False(new RoutePattern(pattern).TryMatch(path, out _));

    [Theory]
    [InlineData("room")]
    [InlineData("/{a}/{a}")]
    [InlineData("/x{a}")]
    [InlineData("/{}")]
    [InlineData("/{a")]
    [InlineData("/a}")]
    [InlineData("/{a?}")]
    [InlineData("/{a=1}")]
    [InlineData("/{*a}/b")]
    [InlineData("/{*}")]
    [InlineData("/{a b}")]
    public void Patterns_that_make_no_sense_are_refused(string pattern)
    {
        ArgumentException exception = Assert.Throws<ArgumentException>(() => new RoutePattern(pattern));
        Assert.StartsWith($"The route '{pattern}' can't be read: ", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/{a:integer}", "there is no constraint 'integer'")]
    [InlineData("/{a:size(1)}", "there is no constraint 'size'")]
    [InlineData("/{a:min(x)}", "'x' in the constraint 'min(x)' must be a whole number")]
    [InlineData("/{a:range(1)}", "has 1 arguments")]
    [InlineData("/{a:min(1}", "must end with a parenthesis")]
    [InlineData("/{a:regex([)}", "Invalid pattern")]
    [InlineData("/{a:regex((?=b)c)}", "can't be matched without going back")]
    public void A_constraint_that_makes_no_sense_is_refused_and_why(string pattern, string why)
    {
        ArgumentException exception = Assert.Throws<ArgumentException>(() => new RoutePattern(pattern));
        Assert.Contains(why, exception.Message, StringComparison.Ordinal);
    }
}
