namespace Parley.Protocol.Tests.Handshake;

/// <summary>RFC 6455 section 10.2: which pages may connect.</summary>
public sealed class OriginPolicyTests
{
    [Theory]
    [InlineData(null, true)]
    [InlineData("http://chat.example.com", true)]
    [InlineData("https://chat.example.com", true)]
    [InlineData("HTTP://Chat.Example.COM", true)]
    [InlineData("http://chat.example.com:80", true)]
    [InlineData("http://chat.example.com:8080", false)]
    [InlineData("http://example.com", false)]
    [InlineData("http://chat.example.com.evil.com", false)]
    [InlineData("http://chat.example.com@evil.com", false)]
    [InlineData("http://evil.com/chat.example.com", false)]
    [InlineData("null", false)]
    [InlineData("", false)]
    [InlineData("chat.example.com", false)]
    [InlineData("*", false)]
    public void Without_entries_only_the_own_host_may_connect(string? origin, bool expected) =>
        Assert.Equal(expected, new OriginPolicy([]).Allows(origin, "chat.example.com"));

    [Theory]
    [InlineData("https://a.example.com", true)]
    [InlineData("https://a.example.com:443", true)]
    [InlineData("http://a.example.com", false)]
    [InlineData("http://localhost:3000", true)]
    [InlineData("http://localhost:3001", false)]
    [InlineData("null", true)]
    [InlineData("http://own:8000", true)]
    public void Entries_are_compared_by_scheme_host_and_port(string origin, bool expected)
    {
        var policy = new OriginPolicy(["https://A.example.com", "http://localhost:3000", "null"]);
        Assert.Equal(expected, policy.Allows(origin, "own:8000"));
    }

    [Theory]
    [InlineData("http://anything.example")]
    [InlineData("null")]
    [InlineData("not an origin")]
    public void A_star_lets_every_page_in(string origin) => Assert.True(new OriginPolicy(["*"]).Allows(origin, "own"));

    [Theory]
    [InlineData("example.com")]
    [InlineData("https://example.com/path")]
    [InlineData("https://")]
    [InlineData("")]
    public void What_is_no_origin_is_refused_when_the_policy_is_made(string entry)
    {
        ArgumentException exception = Assert.Throws<ArgumentException>(() => new OriginPolicy([entry]));
        Assert.Contains("https://example.com", exception.Message, StringComparison.Ordinal);
    }
}
