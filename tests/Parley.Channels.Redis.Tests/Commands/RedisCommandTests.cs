using System.Buffers;
using System.Text;

namespace Parley.Channels.Redis.Tests;

public sealed class RedisCommandTests
{
    private static readonly RedisServer _server =
        new(new string('a', 40), new Version(7, 0, 15), isCluster: true, protocol: 3);

    [Fact]
    public void A_command_is_an_array_of_strings() => Assert.Equal(
        "*4\r\n$4\r\nZADD\r\n$3\r\nkey\r\n$17\r\n1789473940.123457\r\n$3\r\nä \r\n",
        Written(RedisCommand.OnKey("ZADD", "key", 1789473940.123457, "ä "), RedisServer.Unknown));

    [Fact]
    public void The_servers_run_id_is_put_in_as_the_command_is_sent() => Assert.Equal(
        $"*3\r\n$4\r\nECHO\r\n$40\r\n{new string('a', 40)}\r\n$2\r\n-7\r\n",
        Written(RedisCommand.Of("ECHO", RedisArgument.ServerRunId, -7L), _server));

    [Fact]
    public void Publishing_takes_the_word_that_the_server_knows()
    {
        Assert.StartsWith("*3\r\n$8\r\nSPUBLISH\r\n", Written(RedisCommand.Publish("c", "x"), _server), StringComparison.Ordinal);
        Assert.StartsWith(
            "*3\r\n$7\r\nPUBLISH\r\n", Written(RedisCommand.Publish("c", "x"), RedisServer.Unknown), StringComparison.Ordinal);
    }

    [Fact]
    public void A_command_goes_where_its_key_is()
    {
        Assert.Equal(RedisCommand.AnySlot, RedisCommand.Of("PING").Slot);
        Assert.Equal(HashSlot.Of("key"u8), RedisCommand.OnKey("GET", "key").Slot);
        Assert.Equal(HashSlot.Of("key"u8), RedisCommand.RoutedBy("key", "XREAD", "STREAMS", "key", "0").Slot);
        Assert.Equal(HashSlot.Of("key"u8), new RedisScript("return 1").ByHash(["key", "other"], []).Slot);
    }

    [Fact]
    public void A_script_is_named_by_its_hash()
    {
        var script = new RedisScript("return 1");

        Assert.Equal("e0e1f9fabfc9d4800c877a703b823ac0578ff8db", script.Hash);
        Assert.Equal(
            $"*5\r\n$7\r\nEVALSHA\r\n$40\r\n{script.Hash}\r\n$1\r\n1\r\n$1\r\nk\r\n$1\r\na\r\n",
            Written(script.ByHash(["k"], ["a"]), RedisServer.Unknown));
    }

    [Theory]
    [InlineData("123456789", 0x31C3)]
    [InlineData("", 0)]
    public void CRC16_is_XMODEM(string text, int expected) => Assert.Equal(expected, HashSlot.Crc16(Encoding.ASCII.GetBytes(text)));

    [Theory]
    [InlineData("foo", 12182)]
    [InlineData("{foo}.stream", 12182)]
    [InlineData("parley:{foo}:meta", 12182)]
    [InlineData("{foo}{bar}", 12182)]
    public void A_key_has_the_slot_of_its_tag(string key, int slot) => Assert.Equal(slot, HashSlot.Of(Encoding.ASCII.GetBytes(key)));

    [Theory]
    [InlineData("{}foo")]
    [InlineData("{foo")]
    [InlineData("foo}{")]
    public void Without_a_tag_the_whole_key_counts(string key) => Assert.Equal(
        HashSlot.Crc16(Encoding.ASCII.GetBytes(key)) % 16384, HashSlot.Of(Encoding.ASCII.GetBytes(key)));

    [Fact]
    public void The_wait_before_a_new_try_doubles_up_to_the_longest()
    {
        var backoff = new ReconnectBackoff(TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(500), static () => 1);

        Assert.Equal([100, 200, 400, 500, 500], Enumerable.Range(0, 5).Select(_ => backoff.Next().TotalMilliseconds));
        backoff.Reset();
        Assert.Equal(100, backoff.Next().TotalMilliseconds);
    }

    [Fact]
    public void The_wait_is_shorter_by_chance()
    {
        var shortest = new ReconnectBackoff(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(1), static () => 0);
        var any = new ReconnectBackoff(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(1));

        Assert.Equal(50, shortest.Next().TotalMilliseconds);
        Assert.InRange(any.Next().TotalMilliseconds, 50, 100);
    }

    private static string Written(RedisCommand command, RedisServer server)
    {
        var output = new ArrayBufferWriter<byte>();
        command.WriteTo(output, server);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
