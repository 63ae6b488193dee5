using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Parley.Protocol;
using Parley.TestSupport;

namespace Parley.Js.Tests;

/// <summary>
/// A small server of <c>parley.v1</c> for clients to be tested with. It answers by the book, and breaks what its test
/// tells it to break: connections, history, epochs. It also serves the files of parley.js and an empty page.
/// </summary>
internal sealed class ScriptedServer : IWebSocketHandler, IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, ScriptedGroup> _groups = new(StringComparer.Ordinal);
    private readonly HashSet<WebSocketConnection> _connections = [];
    private readonly Channel<JsonObject> _received = Channel.CreateUnbounded<JsonObject>();
    private readonly WebSocketServer _server;
    private int _clients;
    private int _publications;

    public ScriptedServer()
    {
        _server = new WebSocketServer(
            new WebSocketServerOptions { Subprotocols = ["parley.v1"], HttpHandler = ServeFile }, this);
        _server.Start();
    }

    /// <summary>Where the page is; the same with <c>ws:</c> is the session's address.</summary>
    public string Address => $"http://{_server.EndPoint}/";

    /// <summary>
    /// After how many publications all connections break: the last one has been stored, and is not answered. 0 for
    /// never.
    /// </summary>
    public int CutsEvery { get; set; }

    /// <summary>How often sessions are asked to ping, in seconds.</summary>
    public double Heartbeat { get; set; } = 25;

    /// <summary>Waits for the next message of a kind, from whomever.</summary>
    public async Task<JsonObject> WaitForAsync(string op)
    {
        while (true)
        {
            JsonObject message = await Within.Time(_received.Reader.ReadAsync());
            if ((string?)message["op"] == op)
            {
                return message;
            }
        }
    }

    /// <summary>Breaks all connections, without a Close frame.</summary>
    public void CutAll() => OnAll(static connection => connection.Abort());

    /// <summary>Sends something to all sessions.</summary>
    public void Say(string json) => OnAll(connection => Send(connection, json));

    /// <summary>Closes all sessions in good order.</summary>
    public void CloseAll(CloseCode code) => OnAll(connection => connection.Close(code));

    /// <summary>Does something to a group: trims its history, publishes for another.</summary>
    public void Do(string group, Action<ScriptedGroup> action)
    {
        lock (_lock)
        {
            action(Group(group));
        }
    }

    /// <summary>A group's history is lost while everybody is there.</summary>
    public void BeginEpoch(string group)
    {
        lock (_lock)
        {
            foreach (JsonObject message in Group(group).BeginEpoch())
            {
                Tell(Group(group).Members, message);
            }
        }
    }

    public void OnOpen(WebSocketConnection connection)
    {
        lock (_lock)
        {
            _connections.Add(connection);
            connection.UserState = $"c{++_clients}";
            Send(connection, Wire.Message(
                "welcome",
                ("client", NameOf(connection)),
                ("heartbeat", Heartbeat),
                ("resend", 900),
                ("max_message", 65_536),
                ("features", new JsonArray())).ToJsonString());
        }
    }

    public void OnMessage(WebSocketConnection connection, MessageType type, ReadOnlySpan<byte> payload)
    {
        JsonObject message = JsonNode.Parse(Encoding.UTF8.GetString(payload))!.AsObject();
        lock (_lock)
        {
            Answer(connection, message);
        }

        _received.Writer.TryWrite(message);
    }

    public void OnClosed(WebSocketConnection connection, CloseCode code, string reason)
    {
        lock (_lock)
        {
            _connections.Remove(connection);
            foreach (ScriptedGroup group in _groups.Values)
            {
                group.Members.Remove(connection);
            }
        }
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private void Answer(WebSocketConnection connection, JsonObject message)
    {
        string? name = (string?)message["group"];
        switch ((string?)message["op"])
        {
            case "join":
                Group(name!).Members.Add(connection);
                foreach (JsonObject answer in Group(name!).Join((string?)message["epoch"], (long?)message["after"]))
                {
                    Reply(connection, message, answer);
                }

                break;

            case "leave":
                Group(name!).Members.Remove(connection);
                Reply(connection, message, Wire.Message("left", ("group", name)));
                break;

            case "publish":
                Publish(connection, Group(name!), message);
                break;

            case "signal":
                Tell(
                    Group(name!).Members.Where(other => other != connection),
                    Wire.Message("signal", ("group", name), ("client", NameOf(connection)), ("data", message["data"]?.DeepClone())));
                break;

            case "ping":
                Reply(connection, message, Wire.Message("pong"));
                break;

            default:
                Reply(connection, message, Wire.Message("error", ("code", "unknown_op"), ("message", "This server knows little.")));
                break;
        }
    }

    private void Publish(WebSocketConnection connection, ScriptedGroup group, JsonObject message)
    {
        (JsonObject published, JsonObject? publication) = group.Publish(
            (string)message["id"]!, NameOf(connection), message["data"], TimeProvider.System.GetUtcNow());
        if (publication is null)
        {
            Reply(connection, message, published);
            return;
        }

        Tell(group.Members, publication);
        if (CutsEvery > 0 && ++_publications % CutsEvery == 0)
        {
            CutAll();
        }
        else
        {
            Reply(connection, message, published);
        }
    }

    private static string NameOf(WebSocketConnection connection) => (string)connection.UserState!;

    private static void Reply(WebSocketConnection connection, JsonObject request, JsonObject answer)
    {
        // What was missed belongs to no request.
        bool isAnswer = (string?)answer["op"] is not ("message" or "gap");
        JsonObject sent = answer.DeepClone().AsObject();
        if (isAnswer && request["ref"] is { } reference)
        {
            sent["ref"] = reference.DeepClone();
        }

        Send(connection, sent.ToJsonString());
    }

    // Posted whoever sends: what is sent on the loop itself would overtake what another thread has posted before. So the
    // order is that of the lock.
    private static void Send(WebSocketConnection connection, string json) => connection.Loop.Post(new LoopWork(
        static (connection, json) => ((WebSocketConnection)connection!).Send((string)json!), connection, json));

    private static void Tell(IEnumerable<WebSocketConnection> members, JsonObject message)
    {
        string json = message.ToJsonString();
        foreach (WebSocketConnection member in members)
        {
            Send(member, json);
        }
    }

    internal static HttpReply? ServeFile(RequestHead request) => request.Path switch
    {
        "/" =>
            new HttpReply(200, "<!doctype html><title>parley.js</title>") { ContentType = "text/html; charset=utf-8" },
        "/parley.js" or "/parley.min.js" =>
            new HttpReply(200, File.ReadAllText(Module.PathOf(request.Path[1..]))) { ContentType = "text/javascript; charset=utf-8" },
        _ => null,
    };

    private ScriptedGroup Group(string name)
    {
        if (!_groups.TryGetValue(name, out ScriptedGroup? group))
        {
            _groups[name] = group = new ScriptedGroup(name);
        }

        return group;
    }

    private void OnAll(Action<WebSocketConnection> action)
    {
        lock (_lock)
        {
            Array.ForEach([.. _connections], action);
        }
    }
}
