using System.Text;

namespace Parley.Channels.Redis.Tests;

/// <summary>The bytes that channels_redis puts into Redis, and takes out of it.</summary>
public sealed class DjangoPayloadTests
{
    private const string Channel = "specific.0123456789abcdef0123456789abcdef!fedcba9876543210fedcba9876543210";

    // {"type": "chat.message", "message": "hi"}, without the head of the map.
    private const string Entries = "a474797065ac636861742e6d657373616765a76d657373616765a26869";
    private const string ChannelKey = "b05f5f617367695f6368616e6e656c5f5f";

    private static readonly DjangoValue _hello = new DjangoEventFormat().ToEvent("hi");

    private static string ChannelHex => "d94a" + Convert.ToHexStringLower(Encoding.ASCII.GetBytes(Channel));

    [Fact]
    public void Core_sends_to_a_channel()
    {
        byte[] payload = DjangoPayload.ToChannel(_hello, Channel, DjangoSerializer.MessagePack);

        Assert.Equal(135, payload.Length);
        Assert.Equal("83" + Entries + ChannelKey + ChannelHex, Convert.ToHexStringLower(payload.AsSpan(12)));
    }

    [Fact]
    public void Core_sends_to_a_group()
    {
        byte[] payload = DjangoPayload.ToChannels(_hello, [Channel], DjangoSerializer.MessagePack);

        Assert.Equal("83" + Entries + ChannelKey + "91" + ChannelHex, Convert.ToHexStringLower(payload.AsSpan(12)));
    }

    [Fact]
    public void Core_says_nobody_for_a_channel_that_is_no_process_s() => Assert.Equal(
        "82" + Entries,
        Convert.ToHexStringLower(DjangoPayload.ToChannel(_hello, "worker", DjangoSerializer.MessagePack).AsSpan(12)));

    [Fact]
    public void Two_equal_messages_of_core_are_two() => Assert.NotEqual(
        DjangoPayload.ToChannel(_hello, "worker", DjangoSerializer.MessagePack),
        DjangoPayload.ToChannel(_hello, "worker", DjangoSerializer.MessagePack));

    [Fact]
    public void PubSub_publishes_the_event_alone()
    {
        byte[] payload = DjangoPayload.Published(_hello, DjangoSerializer.MessagePack);

        Assert.Equal(30, payload.Length);
        Assert.Equal("82" + Entries, Convert.ToHexStringLower(payload));
    }

    [Fact]
    public void JSON_is_as_Python_writes_it() => Assert.Equal(
        """{"type": "chat.message", "message": "h\u00e4\ud83d\ude00\"\\/\n\u0001\u007f"}""",
        Encoding.ASCII.GetString(DjangoPayload.Published(
            new DjangoEventFormat().ToEvent("hä😀\"\\/\n\u0001\u007f"), DjangoSerializer.Json)));

    [Fact]
    public void JSON_of_core_has_the_random_bytes_and_the_channel_too() => Assert.Equal(
        $$"""{"type": "chat.message", "message": "hi", "__asgi_channel__": ["{{Channel}}"]}""",
        Encoding.ASCII.GetString(DjangoPayload.ToChannels(_hello, [Channel], DjangoSerializer.Json).AsSpan(12)));

    [Theory]
    [InlineData(DjangoSerializer.MessagePack)]
    [InlineData(DjangoSerializer.Json)]
    internal void What_was_written_is_read(DjangoSerializer serializer)
    {
        (DjangoValue one, IReadOnlyList<string> channel) =
            DjangoPayload.ReadCore(DjangoPayload.ToChannel(_hello, Channel, serializer), serializer);
        (DjangoValue many, IReadOnlyList<string> channels) =
            DjangoPayload.ReadCore(DjangoPayload.ToChannels(_hello, [Channel, "a!b"], serializer), serializer);
        (DjangoValue none, IReadOnlyList<string> nobody) =
            DjangoPayload.ReadCore(DjangoPayload.ToChannel(_hello, "worker", serializer), serializer);

        Assert.Equal([Channel], channel);
        Assert.Equal([Channel, "a!b"], channels);
        Assert.Empty(nobody);
        Assert.All([one, many, none], static message => Assert.Equal(_hello.ToString(), message.ToString()));
        Assert.Equal(
            _hello.ToString(),
            DjangoPayload.ReadPublished(DjangoPayload.Published(_hello, serializer), serializer).ToString());
    }

    [Fact]
    public void An_event_s_content_is_found_by_its_type_and_field()
    {
        var format = new DjangoEventFormat("room.said", "body");
        byte[] bytes = [0, 255];

        Assert.Equal("hi", format.Content(format.ToEvent("hi"))!.Text);
        Assert.Equal(bytes, format.Content(format.ToEvent(bytes))!.Bytes.ToArray());
        Assert.Null(format.Content(_hello));
        Assert.Null(format.Content(format.ToEvent(7)));
        Assert.Null(format.Content(DjangoValue.Dictionary([new("type", 1)])));
    }

    [Theory]
    [InlineData("")]
    [InlineData("000102030405060708090a")]
    [InlineData("000102030405060708090a0b")]
    [InlineData("000102030405060708090a0b01")]
    [InlineData("000102030405060708090a0b81" + ChannelKey + "01")]
    [InlineData("000102030405060708090a0b81" + ChannelKey + "9101")]
    public void What_is_no_message_of_core_is_refused(string hex) => Assert.Throws<DjangoFormatException>(
        () => DjangoPayload.ReadCore(Convert.FromHexString(hex), DjangoSerializer.MessagePack));

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{\"a\": \"\\ud800\"}")]
    [InlineData("\u0080")]
    public void What_is_no_JSON_event_is_refused(string text) => Assert.Throws<DjangoFormatException>(
        () => DjangoPayload.ReadPublished(Encoding.Latin1.GetBytes(text), DjangoSerializer.Json));

    [Fact]
    public void JSON_deeper_than_64_is_refused()
    {
        string nested = "{\"a\": " + new string('[', 100) + new string(']', 100) + "}";

        Assert.Throws<DjangoFormatException>(
            () => DjangoPayload.ReadPublished(Encoding.ASCII.GetBytes(nested), DjangoSerializer.Json));
    }

    [Fact]
    public void Events_that_Django_would_refuse_are_refused_here()
    {
        DjangoValue addressed = _hello.With(DjangoPayload.ChannelKey, "a!b");

        Assert.Throws<ArgumentException>(() => DjangoPayload.ToChannel(addressed, Channel, DjangoSerializer.MessagePack));
        Assert.Throws<ArgumentException>(() => DjangoPayload.ToChannels("hi", [Channel], DjangoSerializer.MessagePack));
        Assert.Throws<DjangoFormatException>(
            () => DjangoPayload.Published(new DjangoEventFormat().ToEvent(new byte[1]), DjangoSerializer.Json));
    }
}
