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
}
