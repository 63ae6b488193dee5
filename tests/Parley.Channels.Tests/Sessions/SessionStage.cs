using System.Security.Claims;
using System.Text.RegularExpressions;
using Parley.Testing;
using Parley.TestSupport;

namespace Parley.Channels.Tests.Sessions;

/// <summary>
/// Sessions on connections in memory, on one loop that a test turns by hand. What is made up by the server has short names
/// here: epochs are <c>e1</c>, <c>e2</c> in the order of their appearance, clients <c>c1</c>, <c>c2</c> in that of
/// their connecting.
/// </summary>
internal sealed partial class SessionStage
{
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private string? _node;

    public SessionStage(
        IChannelLayer? layer = null, SessionServerOptions? options = null, IPresence? presence = null,
        Func<GroupName, SlowReaderPolicy>? slowReaders = null)
    {
        Loop = new SimulatedLoop(Clock);
        GroupsOptions groupsOptions = new() { Presence = presence, Time = Clock };
        if (slowReaders is not null)
        {
            groupsOptions = groupsOptions with { SlowReaders = slowReaders };
        }

        Layer = layer ??= new InProcessLayer(new MemoryHistoryStore(time: Clock), Clock);
        Groups = Groups.StartAsync(layer, groupsOptions).AsTask().GetAwaiter().GetResult();
        Sessions = new SessionServer(Groups, options, Log);
        Router = new ConsumerRouter(Groups, Log)
            .MapSessions("/", Sessions)
            .Map("/room/{group}/", static () => new RoomConsumer());
    }

    public TestClock Clock { get; } = new();

    public SimulatedLoop Loop { get; }

    public LogCollector Log { get; } = new();

    public IChannelLayer Layer { get; }

    public Groups Groups { get; }

    public SessionServer Sessions { get; }

    private ConsumerRouter Router { get; }

    /// <summary>Opens a session; what it is welcomed with is still to be taken.</summary>
    public SessionPeer Open(string? user = null, InMemoryTransportOptions? wire = null, ConnectionOptions? connection = null) =>
        new(this, Connect("/", user, wire, connection, SessionServer.Subprotocol));

    /// <summary>Opens a session, and takes its welcome.</summary>
    public SessionPeer Welcome(string? user = null, InMemoryTransportOptions? wire = null, ConnectionOptions? connection = null)
    {
        SessionPeer peer = Open(user, wire, connection);
        peer.Take();
        return peer;
    }

    /// <summary>A raw member of a room.</summary>
    public MemoryPeer Raw(string group) => Connect($"/room/{group}/", user: null, wire: null, connection: null);

    public MemoryPeer Connect(
        string path, string? user, InMemoryTransportOptions? wire, ConnectionOptions? connection, params string[] subprotocols)
    {
        (InMemoryTransport first, InMemoryTransport second) = InMemoryTransport.CreatePair(Loop, wire);
        var peer = new MemoryPeer(second, Loop);
        var request = new MemoryRequest(first, path, connection, Log, subprotocols);
        if (user is not null)
        {
            request.Connection.Authentication.Renew(
                new ClaimsPrincipal(new ClaimsIdentity([new Claim("sub", user)], authenticationType: "test")));
        }

        Assert.True(Router.Serves(request.Head.Path));
        Loop.Run(() => Router.OnUpgrade(request));
        Last = request.Connection;
        return peer;
    }

    /// <summary>The server's end of the connection made last.</summary>
    public WebSocketConnection Last { get; private set; } = null!;

    /// <summary>Publishes from the server, and runs the loop.</summary>
    public void Broadcast(string group, string text)
    {
        Task work = Groups.BroadcastAsync(new GroupName(group), text).AsTask();
        Loop.Run();
        work.GetAwaiter().GetResult();
    }

    /// <summary>Tells a session's handler that the server is stopping, as its server does.</summary>
    public void Stop(SessionPeer peer) => Loop.Run(() => ((IWebSocketHandler)peer.Connection.UserState!).OnStopping(peer.Connection));

    /// <summary>Runs the loop until something is so that other threads bring about.</summary>
    public void RunUntil(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(Within.Limit);
        for (Loop.Run(); !condition(); Loop.Run())
        {
            limit.Token.ThrowIfCancellationRequested();
            Thread.Yield();
        }
    }

    /// <summary>Writes the short names.</summary>
    public string Shorten(string text) => MadeUp().Replace(text, match => NameOf(match.Value));

    /// <summary>Writes the names that the server knows.</summary>
    public string Lengthen(string text) => ShortName().Replace(
        text, match => _names.FirstOrDefault(pair => pair.Value == match.Value).Key ?? match.Value);

    private string NameOf(string madeUp)
    {
        if (!_names.TryGetValue(madeUp, out string? name))
        {
            // The first that a server says is its welcome.
            _node ??= madeUp[..16];
            char letter = madeUp.StartsWith(_node, StringComparison.Ordinal) ? 'c' : 'e';
            name = $"{letter}{_names.Values.Count(known => known[0] == letter) + 1}";
            _names.Add(madeUp, name);
        }

        return name;
    }

    [GeneratedRegex("[0-9a-f]{16}(-[0-9]+)?", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex MadeUp();

    [GeneratedRegex("(?<=\")[ec][0-9]+(?=\")", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex ShortName();
}
