using Parley.TestSupport;

namespace Parley.Channels.Tests.Grouping;

/// <summary>Who is in a group, and which groups somebody is in.</summary>
public sealed class ListingTests
{
    private readonly List<ScriptedConsumer> _consumers = [];
    private readonly Stage _stage;

    public ListingTests() => _stage = new Stage("/", () =>
    {
        var consumer = new ScriptedConsumer([])
        {
            Receiving = static (consumer, text, _) => consumer.Groups.AddAsync(new GroupName(text)),
        };
        _consumers.Add(consumer);
        return consumer;
    });

    [Fact]
    public async Task A_groups_members_are_its_connections()
    {
        _stage.Connect().Say("a");
        MemoryPeer second = _stage.Connect();
        second.Say("a");
        second.Say("b");
        Assert.Equal(2, _stage.Groups.Count);
        Assert.Equal(2, (await ListAsync("a")).Count);
        WebSocketConnection member = Assert.Single(await ListAsync("b"));
        member.Send("found you");
        _stage.Loop.Run();
        Assert.Equal(["text found you"], second.Received);
        Assert.Empty(await ListAsync("nobody's"));
        second.Vanish();
        _stage.Loop.Run();
        Assert.Single(await ListAsync("a"));
        Assert.Equal(1, _stage.Groups.Count);
    }

    [Fact]
    public async Task A_connections_groups_are_those_it_is_in_now()
    {
        MemoryPeer peer = _stage.Connect();
        peer.Say("a");
        peer.Say("b");
        WebSocketConnection connection = Assert.Single(await ListAsync("a"));
        Assert.Equal(["a", "b"], Names(_stage.Groups.ListGroups(connection)));
        Assert.Equal(["a", "b"], Names(_consumers[0].Groups.Joined));
        Assert.Empty(Groups.InProcess().ListGroups(connection));
        peer.Vanish();
        _stage.Loop.Run();
        Assert.Empty(_consumers[0].Groups.Joined);
    }

    private static IEnumerable<string> Names(IEnumerable<GroupName> groups) =>
        groups.Select(static group => group.Value).Order(StringComparer.Ordinal);

    private Task<IReadOnlyList<WebSocketConnection>> ListAsync(string group)
    {
        Task<IReadOnlyList<WebSocketConnection>> listing = _stage.Groups.ListMembersAsync(new GroupName(group)).AsTask();
        _stage.Loop.Run();
        return Within.Time(listing);
    }
}
