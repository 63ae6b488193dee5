using Parley.Protocol;
using Parley.TestSupport;

namespace Parley.Cli.Tests;

/// <summary>The three servers, on each hosting.</summary>
public sealed class ServerCommandTests
{
    [Theory]
    [InlineData("standalone")]
    [InlineData("kestrel")]
    [InlineData("kestrel-engine")]
    public async Task Echo_sends_back_with_its_prefix_and_ends_in_good_order(string hosting)
    {
        await using ServerProcess server = await ServerProcess.StartAsync("echo", "--prefix", "you said: ", "--hosting", hosting);
        Assert.Equal("ws", server.Address.Scheme);
        WebSocketConnection client = await server.ConnectAsync("any/path");
        await client.SendAsync("大厅");
        Assert.Equal("you said: 大厅", await ReadAsync(client));

        Task<Message?> end = client.ReceiveAsync().AsTask();
        Assert.Equal(0, await server.TerminateAsync());
        Assert.Null(await Within.Time(end));
        Assert.Equal(CloseCode.GoingAway, client.CloseCode);
    }

    [Theory]
    [InlineData("standalone")]
    [InlineData("kestrel")]
    [InlineData("kestrel-engine")]
    public async Task Broadcast_sends_every_message_to_every_connection(string hosting)
    {
        await using ServerProcess server = await ServerProcess.StartAsync("broadcast", "--hosting", hosting);
        await using WebSocketConnection first = await server.ConnectAsync();
        await using WebSocketConnection second = await server.ConnectAsync();
        await first.SendAsync("a");
        Assert.Equal("a", await ReadAsync(first));
        await second.SendAsync("b");
        Assert.Equal("b", await ReadAsync(first));
    }

    [Theory]
    [InlineData("standalone")]
    [InlineData("kestrel")]
    [InlineData("kestrel-engine")]
    public async Task Limits_origins_and_health_are_as_the_options_say(string hosting)
    {
        await using ServerProcess server = await ServerProcess.StartAsync(
            "room", "--max-message", "10", "--origin", "https://good.example", "--origin", "null", "--hosting", hosting);
        WebSocketConnection client = await server.ConnectAsync("room/1/", Origin("null"));
        await client.SendAsync("12345678901");
        Assert.Null(await Within.Time(client.ReceiveAsync()));
        Assert.Equal(CloseCode.MessageTooBig, client.CloseCode);

        WebSocketHandshakeException refused = await Assert.ThrowsAsync<WebSocketHandshakeException>(
            () => server.ConnectAsync("room/1/", Origin("https://evil.example")));
        Assert.Equal(403, refused.StatusCode);
        using var http = new HttpClient();
        var health = new UriBuilder(server.Address) { Scheme = "http", Path = "/health" };
        Assert.Equal("healthy\n", await http.GetStringAsync(health.Uri));
    }

    [Theory]
    [InlineData("websockets_peer.py", "websockets", "python3-websockets", "standalone")]
    [InlineData("websockets_peer.py", "websockets", "python3-websockets", "kestrel")]
    [InlineData("websockets_peer.py", "websockets", "python3-websockets", "kestrel-engine")]
    [InlineData("websocket_client_peer.py", "websocket", "python3-websocket", "standalone")]
    [InlineData("websocket_client_peer.py", "websocket", "python3-websocket", "kestrel")]
    [InlineData("websocket_client_peer.py", "websocket", "python3-websocket", "kestrel-engine")]
    public async Task Pythons_clients_meet_in_a_room_and_are_told_of_its_end(string script, string module, string package, string hosting)
    {
        Parts.RequirePython(module, package);
        await using ServerProcess server = await ServerProcess.StartAsync("room", "--hosting", hosting);
        string file = Path.Combine(Repository.Root, "tests", "Parley.Cli.Tests", "python", script);
        await using ChildProcess peer = ChildProcess.Start(Parts.Python, [file, $"{server.Address.Port}"]);
        await peer.WaitForAsync("ready");
        Assert.Equal(0, await server.TerminateAsync());
        Assert.Equal("1001 the server is stopping", await peer.WaitForAsync("closed "));
        Assert.Equal(0, await peer.WaitForExitAsync());
    }

    private static WebSocketClientOptions Origin(string origin) => new() { Fields = [new("Origin", origin)] };

    private static async Task<string> ReadAsync(WebSocketConnection connection) =>
        (await Within.Time(connection.ReceiveAsync()))!.Value.GetText();
}
