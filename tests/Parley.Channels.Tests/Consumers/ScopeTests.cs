using System.Net;
using System.Security.Claims;
using Parley.Testing;

namespace Parley.Channels.Tests.Consumers;

/// <summary>Everything that a consumer may want to know of how its connection was opened.</summary>
public sealed class ScopeTests
{
    [Fact]
    public async Task It_has_path_query_fields_cookies_address_user_subprotocols_and_items()
    {
        Scope? scope = null;
        var consumer = new ScriptedConsumer([])
        {
            Connecting = consumer =>
            {
                scope = consumer.Scope;
                return consumer.Accept(scope.Subprotocols[0]);
            },
        };
        var address = new IPEndPoint(IPAddress.Parse("192.0.2.1"), 1234);
        await using var communicator = new WebSocketCommunicator(consumer, options: new CommunicatorOptions
        {
            Path = "/room/%E5%A4%A7?a=1&b=x+y%21&a=2&flag&=n",
            Route = new Dictionary<string, string> { ["group"] = "大" },
            Fields = [new("X-One", "1"), new("X-One", "2")],
            Cookies = new Dictionary<string, string> { ["session"] = "abc=", ["theme"] = "\"dark\"" },
            Subprotocols = ["chat.v1"],
            User = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, "Ada")], "test")),
            RemoteEndPoint = address,
        });
        ConnectResult result = await communicator.ConnectAsync();
        Assert.Equal("chat.v1", result.Subprotocol);
        Assert.Equal("/room/%E5%A4%A7", scope!.Path);
        Assert.Equal("大", scope.Route["group"]);
        Assert.Equal("a=1&b=x+y%21&a=2&flag&=n", scope.QueryString);
        Assert.Equal(("1", "x y!", "", null), (scope.Query["a"], scope.Query["b"], scope.Query["flag"], scope.Query["none"]));
        Assert.Equal(["1", "2"], scope.Query.All("a"));
        Assert.Equal(5, scope.Query.Count());
        Assert.Equal("1, 2", scope.Fields["x-one"]);
        Assert.Equal(("abc=", "\"dark\"", null), (scope.Cookies["session"], scope.Cookies["theme"], scope.Cookies["Session"]));
        Assert.Equal("Ada", scope.User.Identity!.Name);
        Assert.Equal(["chat.v1"], scope.Subprotocols);
        scope.Items["count"] = 1;
        Assert.Equal(1, scope.Items["count"]);
    }

    [Fact]
    public void Empty_and_odd_queries_and_cookies_are_no_fault()
    {
        Assert.Empty(new QueryValues(""));
        Assert.Empty(default(QueryValues));
        Assert.Equal("%zz", new QueryValues("a=%zz&&")["a"]);
        Assert.Empty(default(CookieValues));
        var fields = Protocol.RequestHead.Create("GET", "/", [new("Cookie", "a=1;; b ; =c; d = e"), new("cookie", "f=g")]).Fields;
        Assert.Equal(["a=1", "d=e", "f=g"], new CookieValues(fields).Select(static cookie => $"{cookie.Key}={cookie.Value}"));
    }
}
