using Parley.TestSupport;

namespace Parley.Channels.Tests.Consumers;

/// <summary>A room lets a browser in that offers subprotocols, which fails a connection that answers none of them.</summary>
public sealed class OfferedSubprotocolTests
{
    [Theory]
    [InlineData("chat.v1", "chat.v1")]
    [InlineData("chat.v1,chat.v2", "chat.v1")]
    [InlineData("bearer.SECRET,chat.v1", "chat.v1")]
    [InlineData("base64url.bearer.authorization.k8s.io.SECRET,chat.v1", "chat.v1")]
    [InlineData("parley.v1,chat.v1", "chat.v1")]
    [InlineData("bearer.SECRET", null)]
    [InlineData("parley.v1", null)]
    public void A_room_answers_the_first_that_promises_nothing(string offered, string? answered)
    {
        var stage = new Stage("/room/{group}/", static () => new RoomConsumer());
        MemoryPeer peer = stage.Connect(out MemoryRequest request, "/room/1/", offered.Split(','));
        Assert.Equal(answered, request.Connection.Subprotocol);
        peer.Say("hello");
        Assert.Equal(["text hello"], peer.Received);
    }
}
