using System.Buffers;

namespace Parley.Protocol.Tests;

public sealed class PreparedMessageTests
{
    [Fact]
    public void It_is_a_servers_frame()
    {
        var message = PreparedMessage.Create(MessageType.Text, "hi"u8);
        Assert.Equal([0x81, 2, (byte)'h', (byte)'i'], message.Frame.ToArray());
        Assert.Equal("hi"u8, message.Payload);
        message.Release();
    }

    [Fact]
    public void It_lives_until_the_last_reference_is_released()
    {
        var message = PreparedMessage.Create(MessageType.Binary, [1]);
        message.Retain();
        message.Release();
        Assert.Equal(1, message.Payload[0]);
        message.Release();
        Assert.Throws<ObjectDisposedException>(() => message.Payload[0]);
        Assert.Throws<ObjectDisposedException>(message.Retain);
    }

    [Fact]
    public void Its_frame_goes_as_it_is_only_where_nothing_is_done_for_one_connection_alone()
    {
        var output = new ArrayBufferWriter<byte>();
        using var plain = new WebSocketProtocol(Role.Server, ProtocolOptions.Default);
        using var client = new WebSocketProtocol(Role.Client, ProtocolOptions.Default);
        using var compressing = new WebSocketProtocol(Role.Server, ProtocolOptions.Default, new DeflateParameters());
        Assert.True(plain.SendsPreparedFrames);
        Assert.False(client.SendsPreparedFrames);
        Assert.False(compressing.SendsPreparedFrames);

        plain.BeginMessage(MessageType.Text, "a"u8, output);
        Assert.False(plain.SendsPreparedFrames);
        plain.EndMessage("b"u8, output);
        Assert.True(plain.SendsPreparedFrames);
        plain.SendClose(CloseCode.NormalClosure, "", output);
        Assert.False(plain.SendsPreparedFrames);
    }
}
