using System.Text;
using System.Text.Json;
using Parley.TestSupport;

namespace Parley.Channels.Tests.Grouping;

/// <summary>Events reach the methods that are there for them.</summary>
public sealed class EventMethodTests
{
    private static readonly GroupName _group = new("garden");

    private readonly Stage _stage = new("/{kind}", static () => new ChattyConsumer());

    [Fact]
    public async Task Each_kind_of_data_reaches_its_method()
    {
        MemoryPeer peer = _stage.Connect("/chatty");
        await SendAsync(GroupEvent.FromText("chat.text", "大厅"));
        await SendAsync(new GroupEvent("chat.bytes", new byte[] { 1, 2, 3 }));
        await SendAsync(GroupEvent.FromText("chat.whole", "x"));
        await SendAsync(GroupEvent.FromText("chat.bell", "ignored"));
        await _stage.Groups.SendAsync(_group, "chat.line", new ChatLine("Ada", "hello"), ChatJson.Default.ChatLine);
        await SendAsync(GroupEvent.FromText("unknown", "y"));
        _stage.Loop.Run();
        Assert.Equal(
            ["text text 大厅", "text bytes 3", "text whole chat.whole x", "text bell", "text Ada: hello", "text other unknown"],
            peer.Received);
    }

    [Fact]
    public async Task A_derived_consumer_handles_its_own_and_its_bases_and_may_override_them()
    {
        var stage = new Stage("/", static () => new DerivedConsumer());
        MemoryPeer peer = stage.Connect();
        await stage.Groups.SendAsync(_group, GroupEvent.FromText("chat.text", "a"));
        await stage.Groups.SendAsync(_group, GroupEvent.FromText("chat.bell", ""));
        await stage.Groups.SendAsync(_group, GroupEvent.FromText("derived", "b"));
        await stage.Groups.SendAsync(_group, GroupEvent.FromText("else", ""));
        stage.Loop.Run();
        Assert.Equal(["text text a", "text louder bell", "text derived b", "text other else"], peer.Received);
    }

    [Fact]
    public async Task An_event_for_one_channel_reaches_its_method_as_well()
    {
        MemoryPeer peer = _stage.Connect("/chatty");
        MemoryPeer other = _stage.Connect("/chatty");
        peer.Say("name?");
        var channel = new ChannelName(peer.Received[0]["text ".Length..]);
        await _stage.Groups.Channels.SendAsync(channel, "chat.line", new ChatLine("Ada", "psst"), ChatJson.Default.ChatLine);
        _stage.Loop.Run();
        Assert.Equal("text Ada: psst", peer.Received[1]);
        Assert.Empty(other.Received);
    }

    [Fact]
    public void Data_that_is_no_such_value_says_so()
    {
        Assert.Throws<JsonException>(() => GroupEvent.FromText("a", "nonsense").GetJson(ChatJson.Default.ChatLine));
        JsonException exception = Assert.Throws<JsonException>(() => GroupEvent.FromText("a", "null").GetJson<ChatLine>(ChatJson.Default));
        Assert.Contains("ChatLine", exception.Message, StringComparison.Ordinal);
        InvalidOperationException unknown = Assert.Throws<InvalidOperationException>(
            () => GroupEvent.FromText("a", "1").GetJson<Version>(ChatJson.Default));
        Assert.Contains("[JsonSerializable(typeof(Version))]", unknown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Events_are_equal_if_their_types_and_bytes_are()
    {
        Assert.Equal(GroupEvent.FromText("a", "b"), new GroupEvent("a", Encoding.UTF8.GetBytes("b")));
        Assert.Equal(GroupEvent.FromText("a", "b").GetHashCode(), GroupEvent.FromText("a", "b").GetHashCode());
        Assert.NotEqual(GroupEvent.FromText("a", "b"), GroupEvent.FromText("a", "c"));
        Assert.NotEqual(GroupEvent.FromText("a", "b"), GroupEvent.FromText("b", "b"));
    }

    private ValueTask SendAsync(GroupEvent groupEvent) => _stage.Groups.SendAsync(_group, groupEvent);
}
