namespace Parley.Protocol.Tests.Handshake;

public sealed class RequestHeadTests
{
    private static readonly RequestHead _request = RequestHead.Create(
        "GET",
        "/room/%E5%A4%A7/?a=b?c",
        [new("Cookie", "x=1"), new("X-List", "a, B"), new("x-list", "c"), new("X-Name", "大厅")]);

    [Fact]
    public void The_target_has_a_path_and_a_query()
    {
        Assert.Equal("/room/%E5%A4%A7/", _request.Path);
        Assert.Equal("a=b?c", _request.Query);
        Assert.Equal("", RequestHead.Create("GET", "/", []).Query);
        Assert.Equal("/", RequestHead.Create("GET", "/", []).Path);
    }

    [Fact]
    public void Fields_are_found_in_any_case_and_joined()
    {
        Assert.Equal("a, B, c", _request.Fields["X-LIST"]);
        Assert.Equal("大厅", _request.Fields["x-name"]);
        Assert.Null(_request.Fields["X-Other"]);
        Assert.Equal(2, _request.Fields.CountOf("x-list"));
        Assert.True(_request.Fields.HasToken("x-list", "b"));
        Assert.True(_request.Fields.HasToken("x-list", "C"));
        Assert.False(_request.Fields.HasToken("x-list", "d"));
        Assert.Equal(4, _request.Fields.Count);
        Assert.Equal(["Cookie", "X-List", "x-list", "X-Name"], _request.Fields.Select(static field => field.Key));
    }
}
