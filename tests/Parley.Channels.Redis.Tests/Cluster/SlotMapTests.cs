namespace Parley.Channels.Redis.Tests;

/// <summary>The cluster's map and its redirections, as a node may say them, rightly or wrongly.</summary>
public sealed class SlotMapTests
{
    private static readonly RedisEndpoint _asked = new("10.0.0.1", 7000);

    [Fact]
    public void Ranges_of_slots_have_their_masters()
    {
        SlotMap map = Read(
            "*2\r\n*4\r\n:0\r\n:99\r\n*3\r\n$8\r\n10.0.0.2\r\n:7001\r\n$2\r\nid\r\n*3\r\n$8\r\n10.0.0.9\r\n:7009\r\n$2\r\nid\r\n"
            + "*3\r\n:200\r\n:16383\r\n*4\r\n_\r\n:7002\r\n$2\r\nid\r\n*0\r\n");

        Assert.Equal("10.0.0.2:7001", map.OwnerOf(99).ToString());
        Assert.Equal("10.0.0.1:7002", map.OwnerOf(200).ToString());
        Assert.Equal(_asked, map.OwnerOf(150));
        Assert.Equal("10.0.0.2:7001", map.OwnerOf(RedisCommand.AnySlot).ToString());
        Assert.Equal(16284, map.Covered);
        Assert.Equal(2, map.Masters.Count);
    }

    [Fact]
    public void One_server_has_all_slots()
    {
        var map = SlotMap.Single(_asked);

        Assert.False(map.IsCluster);
        Assert.Equal(_asked, map.OwnerOf(16383));
        Assert.Equal([_asked], map.Masters);
    }

    [Theory]
    [InlineData("+OK\r\n")]
    [InlineData("*1\r\n:1\r\n")]
    [InlineData("*1\r\n*2\r\n:0\r\n:1\r\n")]
    [InlineData("*1\r\n*3\r\n:0\r\n:16384\r\n*2\r\n+a\r\n:1\r\n")]
    [InlineData("*1\r\n*3\r\n:-1\r\n:1\r\n*2\r\n+a\r\n:1\r\n")]
    [InlineData("*1\r\n*3\r\n:0\r\n:1\r\n*1\r\n+a\r\n")]
    [InlineData("*1\r\n*3\r\n:0\r\n:1\r\n*2\r\n+a\r\n:0\r\n")]
    [InlineData("*1\r\n*3\r\n:0\r\n:1\r\n*2\r\n+a\r\n:70000\r\n")]
    public void Another_answer_is_refused(string bytes) => Assert.Throws<RedisProtocolException>(() => Read(bytes));

    [Theory]
    [InlineData("MOVED 3999 127.0.0.1:6381", 3999, "127.0.0.1:6381", false)]
    [InlineData("ASK 1 ::1:6381", 1, "[::1]:6381", true)]
    [InlineData("MOVED 1 :6381", 1, "10.0.0.1:6381", false)]
    [InlineData("MOVED 1 ?:6381", 1, "10.0.0.1:6381", false)]
    public void A_redirection_says_where_a_key_is(string error, int slot, string owner, bool isAsking)
    {
        Assert.True(Redirection.TryRead(error, _asked, out Redirection redirection));
        Assert.Equal(
            (slot, owner, isAsking),
            (redirection.Slot, redirection.Owner.ToString(), redirection.Prefix == CommandPrefix.Asking));
    }

    [Theory]
    [InlineData("ERR unknown command")]
    [InlineData("MOVED")]
    [InlineData("MOVED 1")]
    [InlineData("MOVED x 127.0.0.1:6381")]
    [InlineData("MOVED 16384 127.0.0.1:6381")]
    [InlineData("MOVED 1 127.0.0.1")]
    [InlineData("MOVED 1 127.0.0.1:0")]
    [InlineData("MOVED 1 127.0.0.1:99999")]
    public void Other_words_are_no_redirection(string error) =>
        Assert.False(Redirection.TryRead(error, _asked, out _));

    private static SlotMap Read(string bytes) => SlotMap.Read(Assert.Single(Reading.All(bytes)), _asked);
}
