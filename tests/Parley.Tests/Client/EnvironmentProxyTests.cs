namespace Parley.Tests.Client;

/// <summary>The proxy that an environment names.</summary>
public sealed class EnvironmentProxyTests
{
    [Theory]
    [InlineData("ws://far/", "http_proxy=http://p:1", "http://p:1/")]
    [InlineData("ws://far/", "HTTP_PROXY=p:1", "http://p:1/")]
    [InlineData("ws://far/", "HTTP_PROXY=http://p", "http://p/")]
    [InlineData("ws://far/", "HTTP_PROXY=http://upper:1 http_proxy=http://lower:1", "http://lower:1/")]
    [InlineData("ws://far/", "HTTPS_PROXY=http://p:1", null)]
    [InlineData("wss://far/", "HTTPS_PROXY=http://p:1", "http://p:1/")]
    [InlineData("wss://far/", "https_proxy=socks5://p", "socks5://p:1080/")]
    [InlineData("wss://far/", "HTTP_PROXY=http://p:1", null)]
    [InlineData("ws://far/", "ALL_PROXY=socks5://p:1", "socks5://p:1/")]
    [InlineData("wss://far/", "all_proxy=socks5://p:1 https_proxy=http://q:2", "http://q:2/")]
    [InlineData("ws://far/", "HTTP_PROXY=http://p:1 REQUEST_METHOD=GET", null)]
    [InlineData("ws://far/", "", null)]
    public void The_scheme_decides_and_lower_case_goes_first(string uri, string variables, string? proxy) =>
        Assert.Equal(proxy, Make(variables).GetProxy(new Uri(uri))?.AbsoluteUri);

    [Theory]
    [InlineData("ws://localhost/", "")]
    [InlineData("ws://127.0.0.1/", "")]
    [InlineData("ws://[::1]/", "")]
    [InlineData("ws://far.example/", "*")]
    [InlineData("ws://far.example/", "other,far.example")]
    [InlineData("ws://far.example/", "other, .example")]
    [InlineData("ws://a.far.example/", "*.far.example")]
    [InlineData("ws://FAR.example:81/", "far.example:81")]
    [InlineData("ws://10.1.2.3/", "10.0.0.0/8")]
    [InlineData("ws://10.1.2.3/", "10.1.2.3")]
    [InlineData("ws://10.1.2.3:81/", "10.1.2.3:81")]
    [InlineData("ws://[2001:db8::1]/", "2001:db8::/32")]
    [InlineData("ws://[2001:db8::1]/", "2001:db8::1")]
    public void What_is_listed_is_reached_directly(string uri, string list) =>
        Assert.True(Make($"NO_PROXY={list.Replace(" ", "", StringComparison.Ordinal)}").IsBypassed(new Uri(uri)));

    [Theory]
    [InlineData("ws://far.example/", "example.com,far,.far.example.com")]
    [InlineData("ws://notfar.example/", "far.example")]
    [InlineData("ws://far.example/", "far.example:81")]
    [InlineData("ws://10.1.2.3/", "11.0.0.0/8,1.2.3,10.1.2.3:81,far:80")]
    [InlineData("ws://far.example/", "")]
    public void What_is_not_is_not(string uri, string list) => Assert.False(Make($"no_proxy={list}").IsBypassed(new Uri(uri)));

    [Theory]
    [InlineData("http_proxy=http://")]
    [InlineData("http_proxy=::")]
    public void A_value_that_is_no_address_is_named_but_not_shown(string variables)
    {
        UriFormatException exception = Assert.Throws<UriFormatException>(() => Make(variables).GetProxy(new Uri("ws://far/")));
        Assert.StartsWith("The environment variable http_proxy holds no proxy's address", exception.Message, StringComparison.Ordinal);
    }

    private static EnvironmentProxy Make(string variables)
    {
        var values = variables.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(static pair => pair.Split('=', 2))
            .ToDictionary(static pair => pair[0], static pair => pair[1], StringComparer.Ordinal);
        return new EnvironmentProxy(name => values.GetValueOrDefault(name));
    }
}
