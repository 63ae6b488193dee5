using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Parley.Protocol;
using Parley.TestSupport;

namespace Parley.Sessions.Tests.Client;

/// <summary>A server on a real port that says what its test tells it to, and writes down what it hears.</summary>
internal sealed class ScriptedServer : IWebSocketHandler, IUpgradeHandler, IAsyncDisposable
{
    private readonly Channel<JsonObject> _received = Channel.CreateUnbounded<JsonObject>();
    private readonly Channel<string> _closed = Channel.CreateUnbounded<string>();
    private readonly WebSocketServer _server;
    private readonly string? _subprotocol;
    private volatile WebSocketConnection? _connection;
    private int _count;

    public ScriptedServer(string? subprotocol = "parley.v1")
    {
        _subprotocol = subprotocol;
        _server = new WebSocketServer(new WebSocketServerOptions(), (IUpgradeHandler)this);
        _server.Start();
        Address = new Uri($"ws://{_server.EndPoint}/");
    }

    public Uri Address { get; }

    /// <summary>The latest connection.</summary>
    public WebSocketConnection Connection => _connection!;

    /// <summary>What clients gave as <c>Authorization</c>, each of them.</summary>
    public Channel<string> Authorizations { get; } = Channel.CreateUnbounded<string>();

    /// <summary>What the welcome asks for, in seconds.</summary>
    public long Heartbeat { get; init; } = 25;

    /// <summary>Waits for what a client says next, pings apart.</summary>
    public async Task<JsonObject> HearAsync(string op)
    {
        JsonObject message = await Within.Time(_received.Reader.ReadAsync());
        Assert.Equal(op, (string?)message["op"]);
        return message;
    }

    /// <summary>Waits for the end of a connection: its code.</summary>
    public Task<string> ClosedAsync() => Within.Time(_closed.Reader.ReadAsync());

    public SendStatus Say(string json) => Connection.Send(json);

    /// <summary>Waits for a join, and answers it.</summary>
    public async Task<JsonObject> LetInAsync(long offset = 0)
    {
        JsonObject join = await HearAsync("join");
        Say($$"""{"op":"joined","ref":"{{join["ref"]}}","group":"{{join["group"]}}","epoch":"e1","offset":{{offset}},"recovered":false,"recoverable":true,"version":1}""");
        return join;
    }

    public SendStatus Tell(long offset, string data) =>
        Say($$"""{"op":"message","group":"lobby","offset":{{offset}},"id":"i{{offset}}","at":"2026-01-02T03:04:05Z","data":"{{data}}"}""");

    public void OnOpen(WebSocketConnection connection)
    {
        _connection = connection;
        connection.Send($$"""{"op":"welcome","client":"c{{++_count}}","heartbeat":{{Heartbeat}},"resend":900,"max_message":65536}""");
    }

    public void OnMessage(WebSocketConnection connection, MessageType type, ReadOnlySpan<byte> payload) =>
        _received.Writer.TryWrite(JsonNode.Parse(Encoding.UTF8.GetString(payload))!.AsObject());

    public void OnClosed(WebSocketConnection connection, CloseCode code, string reason) =>
        _closed.Writer.TryWrite($"{(int)code}");

    public bool Serves(string path) => path == "/";

    public void OnUpgrade(UpgradeRequest request)
    {
        Authorizations.Writer.TryWrite(request.Head.Fields["Authorization"] ?? "none");
        _ = request.AcceptAsync(this, _subprotocol).AsTask();
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
