using System.Text;
using Parley.Protocol;
using Parley.TestSupport;

namespace Parley.Tests.Connections;

/// <summary>Compression between a server and clients that want it and clients that don't.</summary>
public sealed class DeflateTests
{
    private static readonly string _long = string.Concat(Enumerable.Range(0, 1000).Select(static i => $"line {i}\n"));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Messages_come_back_as_they_were(bool startsAnew)
    {
        ConnectionOptions options = With(new DeflateOptions { ServerNoContextTakeover = startsAnew, ClientNoContextTakeover = startsAnew });
        await using WebSocketServer server = Echo(options);
        await using WebSocketConnection client = await ConnectAsync(server, options);
        foreach (string text in new[] { "short", _long, "", _long, new string('x', 200_000) })
        {
            await Within.Time(client.SendAsync(text));
            Assert.Equal(text, (await Within.Time(client.ReceiveAsync()))!.Value.GetText());
        }
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task An_end_that_does_not_want_it_goes_without(bool serverWants, bool clientWants)
    {
        await using WebSocketServer server = Echo(With(serverWants ? new DeflateOptions() : null));
        await using WebSocketConnection client = await ConnectAsync(server, With(clientWants ? new DeflateOptions() : null));
        await client.SendAsync(_long);
        Assert.Equal(_long, (await Within.Time(client.ReceiveAsync()))!.Value.GetText());
    }

    [Fact]
    public async Task What_is_published_reaches_members_that_compress_and_members_that_do_not()
    {
        var set = new ConnectionSet();
        await using var server = new WebSocketServer(
            new WebSocketServerOptions { Connection = With(new DeflateOptions()) },
            new RecordingHandler { Opened = set.Add });
        server.Start();
        WebSocketConnection[] members =
        [
            await ConnectAsync(server, With(new DeflateOptions())),
            await ConnectAsync(server, With(new DeflateOptions { ServerNoContextTakeover = false })),
            await ConnectAsync(server, With(null)),
        ];
        var message = PreparedMessage.Create(MessageType.Text, Encoding.UTF8.GetBytes(_long));
        set.Publish(message, new Delivery(SlowReaderPolicy.Close));
        message.Release();
        foreach (WebSocketConnection member in members)
        {
            Assert.Equal(_long, (await Within.Time(member.ReceiveAsync()))!.Value.GetText());
            await member.CloseAsync();
        }
    }

    [Fact]
    public async Task The_answer_names_what_was_agreed_on()
    {
        await using WebSocketServer server = Echo(With(new DeflateOptions()));
        using RawClient client = await RawClient.ConnectAsync(server.EndPoint.Port);
        await client.SendAsync(RawClient.Handshake("/", "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits"));
        Assert.Contains(
            "\r\nSec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover; client_no_context_takeover\r\n",
            await client.ReadHeadAsync(),
            StringComparison.Ordinal);
    }

    private static ConnectionOptions With(DeflateOptions? deflate) => new() { Protocol = new ProtocolOptions { Deflate = deflate } };

    private static WebSocketServer Echo(ConnectionOptions options)
    {
        var server = new WebSocketServer(
            new WebSocketServerOptions { Connection = options },
            static async (connection, cancellationToken) =>
            {
                await foreach (Message message in connection.ReadAllAsync(cancellationToken))
                {
                    await connection.SendAsync(message, cancellationToken);
                }
            });
        server.Start();
        return server;
    }

    private static Task<WebSocketConnection> ConnectAsync(WebSocketServer server, ConnectionOptions options) => Within.Time(
        WebSocketClient.ConnectAsync(
            new Uri($"ws://127.0.0.1:{server.EndPoint.Port}/"), new WebSocketClientOptions { Connection = options }));
}
