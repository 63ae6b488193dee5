using System.Net;
using System.Net.Sockets;

namespace Parley.Tests.Server;

public sealed class AddressKeyTests
{
    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1")]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1")]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::1")]
    public void These_count_as_one(string one, string other) => Assert.Equal(Key(one), Key(other));

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.2")]
    [InlineData("192.0.2.1", "::1")]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1")]
    [InlineData("::1", "0.0.0.0")]
    public void These_count_apart(string one, string other) => Assert.NotEqual(Key(one), Key(other));

    [Fact]
    public void A_peer_without_an_address_is_not_counted()
    {
        Assert.Null(AddressKey.Of(null));
        Assert.Null(AddressKey.Of(new UnixDomainSocketEndPoint("/tmp/socket")));
    }

    private static AddressKey? Key(string address) => AddressKey.Of(new IPEndPoint(IPAddress.Parse(address), 1));
}
