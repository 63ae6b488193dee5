namespace Parley.Channels.Redis.Tests;

public sealed class RedisUrlTests
{
    [Theory]
    [InlineData("redis://127.0.0.1:6380", "127.0.0.1:6380")]
    [InlineData("redis://cache", "cache:6379")]
    [InlineData("redis://", "127.0.0.1:6379")]
    [InlineData("redis://[::1]:6380/2", "[::1]:6380")]
    [InlineData("redis://a:7000,b:7001", "a:7000,b:7001")]
    [InlineData("unix:///run/redis.sock?db=1", "unix:///run/redis.sock")]
    public void Where_it_is(string url, string endpoints) => Assert.Equal(endpoints, RedisOptions.Parse(url).ToString());

    [Fact]
    public void Everything_that_a_URL_says()
    {
        var options = RedisOptions.Parse("rediss://app:s%40cret@redis.example:6390/3");

        Assert.NotNull(options.Tls);
        Assert.Equal(
            ("app", "s@cret", 3, "redis.example", 6390),
            (options.User, options.Password, options.Database, options.Endpoints[0].Host, options.Endpoints[0].Port));
    }

    [Fact]
    public void A_password_alone_has_no_user()
    {
        var options = RedisOptions.Parse("redis://:secret@127.0.0.1");

        Assert.Equal((null, "secret", null), (options.User, options.Password, options.Tls));
    }

    [Fact]
    public void A_Unix_socket_with_its_database_and_user()
    {
        var options = RedisOptions.Parse("unix://app:secret@/tmp/a%20b?db=4");

        Assert.Equal(
            ("/tmp/a b", 4, "app", "secret"),
            (options.Endpoints[0].UnixSocketPath, options.Database, options.User, options.Password));
    }

    [Theory]
    [InlineData("127.0.0.1:6379", "is expected")]
    [InlineData("http://127.0.0.1", "'http' is no scheme")]
    [InlineData("redis://host:port", "port 'port' is no number")]
    [InlineData("redis://host:0", "no host and port")]
    [InlineData("redis://host:70000", "no host and port")]
    [InlineData("redis://host/first", "database 'first' is no number")]
    [InlineData("redis://host?timeout=3", "option 'timeout' is unknown")]
    [InlineData("unix://redis.sock", "must be absolute")]
    public void A_wrong_URL_is_explained(string url, string part) => Assert.Contains(
        part, Assert.Throws<FormatException>(() => RedisOptions.Parse(url)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("redis://user:sec/ret@host")]
    [InlineData("redis://user:sec?ret@host")]
    [InlineData("redis://user:secret@host:x")]
    [InlineData("redis://user:secret@/x")]
    public void No_error_shows_a_password(string url) => Assert.DoesNotContain(
        "sec", Assert.Throws<FormatException>(() => RedisOptions.Parse(url)).Message, StringComparison.Ordinal);

    [Fact]
    public void Options_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new RedisOptions { Database = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new RedisOptions { CommandTimeout = TimeSpan.Zero });
        Assert.Throws<ArgumentOutOfRangeException>(() => new RedisWaiting { MaxCommands = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new RedisWaiting { MaxBytes = 0 });
        Assert.Throws<ArgumentException>(() => new RedisOptions { Endpoints = [] });
        Assert.Throws<ArgumentException>(() => RedisEndpoint.Unix("redis.sock"));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RedisEndpoint("host", 0));
    }

    [Fact]
    public void Options_do_not_show_their_password() =>
        Assert.Equal("h:6379", $"{RedisOptions.Parse("redis://user:secret@h")}");
}
