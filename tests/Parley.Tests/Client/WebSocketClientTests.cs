using System.Net;
using System.Net.Sockets;
using System.Text;
using Parley.Protocol;
using Parley.Testing;
using Parley.TestSupport;

namespace Parley.Tests.Client;

public sealed class WebSocketClientTests
{
    [Fact]
    public async Task A_client_reads_until_the_server_closes()
    {
        await using var server = new WebSocketServer(new WebSocketServerOptions(), static async (connection, cancellationToken) =>
        {
            await connection.SendAsync("one", cancellationToken);
            await connection.SendAsync(MessageType.Binary, new byte[] { 2, 2 }, cancellationToken);
            await connection.CloseAsync((CloseCode)4000, "enough", cancellationToken);
        });
        server.Start();
        await using WebSocketConnection client = await ConnectAsync(server.EndPoint.Port);
        List<string> read = [];
        await foreach (Message message in client.ReadAllAsync())
        {
            read.Add(message.IsText ? message.GetText() : $"{message.Data.Length} bytes");
        }

        Assert.Equal(["one", "2 bytes"], read);
        Assert.Equal(((CloseCode)4000, "enough"), (client.CloseCode, client.CloseReason));
        await Assert.ThrowsAsync<WebSocketClosedException>(async () => await client.SendAsync("late"));
        Assert.Equal(SendStatus.Closed, client.Send("late"));
    }

    [Fact]
    public async Task Its_fields_are_sent()
    {
        var fields = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = new WebSocketServer(new WebSocketServerOptions(), new FieldsHandler(fields));
        server.Start();
        await using WebSocketConnection client = await ConnectAsync(
            server.EndPoint.Port, new WebSocketClientOptions { Fields = [new("Authorization", "Bearer x")] });
        Assert.Equal("Bearer x", await Within.Time(fields.Task));
    }

    [Theory]
    [InlineData("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", 404, "404 Not Found")]
    [InlineData("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: x\r\n\r\n", 101, "Sec-WebSocket-Accept")]
    [InlineData("SSH-2.0-OpenSSH\r\n\r\n", null, "not HTTP/1.1")]
    [InlineData("", null, "closed the connection before it answered")]
    public async Task A_server_that_does_not_open_a_websocket_is_a_clear_error(string answer, int? status, string reason)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Task serving = ServeAsync(listener, answer);
        WebSocketHandshakeException exception = await Assert.ThrowsAsync<WebSocketHandshakeException>(
            () => ConnectAsync(((IPEndPoint)listener.LocalEndpoint).Port));
        Assert.Equal(status, exception.StatusCode);
        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
        await Within.Time(serving);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_a_clear_error()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        WebSocketHandshakeException exception = await Assert.ThrowsAsync<WebSocketHandshakeException>(() => ConnectAsync(port));
        Assert.Contains($"127.0.0.1:{port}", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_given_up_after_the_connect_timeout()
    {
        var clock = new TestClock();
        using var loops = new LoopGroup([new PoolLoop(clock)]);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Task<WebSocketConnection> connecting = WebSocketClient.ConnectAsync(
            new Uri($"ws://{listener.LocalEndpoint}/"),
            new WebSocketClientOptions { Loops = loops, ConnectTimeout = TimeSpan.FromSeconds(3) });
        using Socket accepted = await Within.Time(listener.AcceptSocketAsync());
        clock.Advance(TimeSpan.FromSeconds(4));
        TimeoutException exception = await Assert.ThrowsAsync<TimeoutException>(() => Within.Time(connecting));
        Assert.Contains("within 3 s", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelling_stops_the_connecting()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var source = new CancellationTokenSource();
        Task<WebSocketConnection> connecting =
            WebSocketClient.ConnectAsync(new Uri($"ws://{listener.LocalEndpoint}/"), null, source.Token);
        using Socket accepted = await Within.Time(listener.AcceptSocketAsync());
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Within.Time(connecting));
        using var stream = new NetworkStream(accepted);
        using var rest = new MemoryStream();
        await Within.Time(stream.CopyToAsync(rest));
    }

    [Theory]
    [InlineData("http://127.0.0.1/")]
    [InlineData("ws://127.0.0.1/#fragment")]
    [InlineData("/relative")]
    public async Task An_address_that_is_none_is_a_clear_error(string address)
    {
        ArgumentException exception = await Assert.ThrowsAsync<ArgumentException>(
            () => WebSocketClient.ConnectAsync(new Uri(address, UriKind.RelativeOrAbsolute)));
        Assert.Contains("ws://host:port/path", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://ada:secret@127.0.0.1/chat")]
    [InlineData("ws://ada:secret@127.0.0.1/chat#fragment")]
    [InlineData("ada:secret@127.0.0.1/chat")]
    [InlineData("//ada:secret@127.0.0.1/chat")]
    public async Task An_address_that_is_none_is_shown_without_its_password(string address)
    {
        ArgumentException exception = await Assert.ThrowsAsync<ArgumentException>(
            () => WebSocketClient.ConnectAsync(new Uri(address, UriKind.RelativeOrAbsolute)));
        Assert.Contains("127.0.0.1/chat", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", exception.Message, StringComparison.Ordinal);
    }

    private static Task<WebSocketConnection> ConnectAsync(int port, WebSocketClientOptions? options = null) =>
        Within.Time(WebSocketClient.ConnectAsync(new Uri($"ws://127.0.0.1:{port}/"), options));

    private static async Task ServeAsync(TcpListener listener, string answer)
    {
        using Socket socket = await listener.AcceptSocketAsync();
        byte[] request = new byte[4096];
        await socket.ReceiveAsync(request);
        await socket.SendAsync(Encoding.ASCII.GetBytes(answer));
        socket.Shutdown(SocketShutdown.Send);
        await socket.ReceiveAsync(request);
    }

    private sealed class FieldsHandler(TaskCompletionSource<string?> fields) : IUpgradeHandler
    {
        public bool Serves(string path) => true;

        public void OnUpgrade(UpgradeRequest request)
        {
            fields.SetResult(request.Head.Fields["Authorization"]);
            _ = request.AcceptAsync(new RecordingHandler()).AsTask();
        }
    }
}
