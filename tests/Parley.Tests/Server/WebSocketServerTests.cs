using System.Net;
using Parley.Protocol;
using Parley.Testing;
using Parley.TestSupport;

namespace Parley.Tests.Server;

public sealed class WebSocketServerTests
{
    private static readonly WebSocketServerOptions _options = new();

    [Theory]
    [InlineData(MessageType.Text)]
    [InlineData(MessageType.Binary)]
    public async Task Messages_of_every_length_come_back_as_they_were(MessageType type)
    {
        await using WebSocketServer server = Echo();
        await using WebSocketConnection client = await ConnectAsync(server);
        foreach (int length in new[] { 0, 1, 125, 126, 127, 65_535, 65_536, 1024 * 1024 })
        {
            byte[] payload = new byte[length];
            payload.AsSpan().Fill((byte)'x');
            await Within.Time(client.SendAsync(type, payload));
            Message? answer = await Within.Time(client.ReceiveAsync());
            Assert.Equal(type, answer!.Value.Type);
            Assert.Equal(payload, answer.Value.Data.ToArray());
        }
    }

    [Fact]
    public async Task A_thousand_connections_at_once_each_get_their_own_answer()
    {
        await using WebSocketServer server = Echo();
        WebSocketConnection[] clients = await Within.Time(
            Task.WhenAll(Enumerable.Range(0, 1000).Select(_ => ConnectAsync(server))));
        await Within.Time(Task.WhenAll(clients.Select(static async (client, number) =>
        {
            await client.SendAsync($"{number}");
            Assert.Equal($"{number}", (await client.ReceiveAsync())!.Value.GetText());
        })));
        Assert.Equal(1000, server.ConnectionCount);
        await Within.Time(Task.WhenAll(clients.Select(static client => client.CloseAsync().AsTask())));
        Assert.All(clients, static client => Assert.Equal(CloseCode.NormalClosure, client.CloseCode));
    }

    [Fact]
    public async Task A_thousand_messages_at_once_come_back_in_order()
    {
        await using WebSocketServer server = Echo();
        await using WebSocketConnection client = await ConnectAsync(server);
        Task sending = Task.Run(async () =>
        {
            for (int i = 0; i < 1000; i++)
            {
                await client.SendAsync($"{i}");
            }
        });
        for (int i = 0; i < 1000; i++)
        {
            Assert.Equal($"{i}", (await Within.Time(client.ReceiveAsync()))!.Value.GetText());
        }

        await Within.Time(sending);
    }

    [Fact]
    public async Task Stopping_closes_every_connection_with_1001_and_refuses_new_ones()
    {
        WebSocketServer server = Echo();
        int port = server.EndPoint.Port;
        WebSocketConnection[] clients = await Within.Time(
            Task.WhenAll(Enumerable.Range(0, 20).Select(_ => ConnectAsync(server))));
        Task reading = Task.WhenAll(clients.Select(static client => client.ReceiveAsync().AsTask()));
        await Within.Time(server.StopAsync());
        await Within.Time(reading);
        Assert.All(clients, static client => Assert.Equal(CloseCode.GoingAway, client.CloseCode));
        Assert.Equal(0, server.ConnectionCount);
        await Assert.ThrowsAsync<WebSocketHandshakeException>(
            () => WebSocketClient.ConnectAsync(new Uri($"ws://127.0.0.1:{port}/")));
        await Within.Time(server.StopAsync());
    }

    [Fact]
    public async Task Stopping_drops_a_client_that_does_not_answer_the_close()
    {
        var clock = new TestClock();
        WebSocketServer server = Echo(new WebSocketServerOptions { Time = clock });
        using RawClient silent = await RawClient.OpenAsync(server.EndPoint.Port);
        Task stopping = server.StopAsync();
        Assert.Equal("close 1001", await silent.ReadFrameAsync());
        await clock.AdvanceUntilAsync(stopping);

        Assert.Equal("", await silent.ReadToEndAsync());
    }

    [Fact]
    public async Task A_connection_that_dies_without_a_word_is_counted_no_more()
    {
        var closed = new TaskCompletionSource<CloseCode>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using WebSocketServer server = Start(async (connection, _) =>
        {
            await connection.ReceiveAsync();
            closed.SetResult(connection.CloseCode!.Value);
        });
        RawClient client = await RawClient.OpenAsync(server.EndPoint.Port);
        client.Reset();
        Assert.Equal(CloseCode.AbnormalClosure, await Within.Time(closed.Task));
    }

    [Fact]
    public async Task A_port_in_use_is_a_clear_error()
    {
        await using WebSocketServer server = Echo();
        await using var second = new WebSocketServer(new WebSocketServerOptions { Port = server.EndPoint.Port }, new RecordingHandler());
        IOException exception = Assert.Throws<IOException>(second.Start);
        Assert.Contains("in use", exception.Message, StringComparison.Ordinal);
        Assert.Contains("another port", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Hosts_and_ports_that_make_no_sense_are_clear_errors()
    {
        Assert.Throws<ArgumentOutOfRangeException>(static () => new WebSocketServerOptions { Port = 65_536 });
        Assert.Throws<FormatException>(static () => WebSocketServerOptions.ParseHost("example.com"));
        Assert.Equal(IPAddress.Loopback, WebSocketServerOptions.ParseHost("localhost"));
        Assert.Equal(IPAddress.IPv6Loopback, WebSocketServerOptions.ParseHost("::1"));
    }

    [Fact]
    public async Task A_server_is_started_once()
    {
        await using var server = new WebSocketServer(_options, new RecordingHandler());
        Assert.Throws<InvalidOperationException>(() => server.EndPoint);
        server.Start();
        Assert.Throws<InvalidOperationException>(server.Start);
    }

    [Fact]
    public async Task Subprotocols_are_agreed_on_in_the_clients_order()
    {
        await using WebSocketServer server = Echo(new WebSocketServerOptions { Subprotocols = ["v1", "v2"] });
        await using WebSocketConnection client =
            await ConnectAsync(server, new WebSocketClientOptions { Subprotocols = ["v3", "v2", "v1"] });
        Assert.Equal("v2", client.Subprotocol);
    }

    private static WebSocketServer Echo(WebSocketServerOptions? options = null) => Start(
        static async (connection, cancellationToken) =>
        {
            await foreach (Message message in connection.ReadAllAsync(cancellationToken))
            {
                await connection.SendAsync(message, cancellationToken);
            }
        },
        options);

    private static WebSocketServer Start(
        Func<WebSocketConnection, CancellationToken, Task> handler, WebSocketServerOptions? options = null)
    {
        var server = new WebSocketServer(options ?? _options, handler);
        server.Start();
        return server;
    }

    private static Task<WebSocketConnection> ConnectAsync(WebSocketServer server, WebSocketClientOptions? options = null) =>
        Within.Time(WebSocketClient.ConnectAsync(new Uri($"ws://127.0.0.1:{server.EndPoint.Port}/"), options));
}
