using System.Diagnostics;
using Parley.Protocol;
using Parley.TestSupport;

namespace Parley.Cli.Tests;

/// <summary>Our client against servers that others have written.</summary>
public sealed class ClientInteropTests
{
    private const string Daphne = "daphne";

    private static readonly WebSocketClientOptions _options = new()
    {
        Subprotocols = ["other", "chat"],
        Connection = new ConnectionOptions
        {
            Protocol = new ProtocolOptions { MaxMessageSize = 16 * 1024 * 1024, Deflate = new DeflateOptions { Threshold = 0 } },
        },
    };

    public static TheoryData<string> Peers => ["websockets", "tornado", Daphne, "ws", "bun"];

    [Theory]
    [MemberData(nameof(Peers))]
    public async Task Text_binary_and_fragments_come_back_compressed_or_not(string peer)
    {
        await using ChildProcess server = Start(peer);
        Uri uri = await AddressAsync(server);
        foreach (WebSocketClientOptions options in new[] { _options, _options with { Connection = ConnectionOptions.Default } })
        {
            await using WebSocketConnection client = await Within.Time(WebSocketClient.ConnectAsync(uri, options));
            Assert.Equal("chat", client.Subprotocol);
            // Daphne 4.0 keeps empty messages to itself.
            string[] texts = peer == Daphne ? ["你好", new string('x', 70_000)] : ["你好", "", new string('x', 70_000)];
            foreach (string text in texts)
            {
                await client.SendAsync(text);
                Assert.Equal(text, await ReadAsync(client));
            }

            byte[] bytes = [.. Enumerable.Range(0, 100_000).Select(static i => (byte)(i * 7))];
            await client.SendAsync(MessageType.Binary, bytes);
            Message binary = (await Within.Time(client.ReceiveAsync()))!.Value;
            Assert.Equal((MessageType.Binary, Convert.ToBase64String(bytes)), (binary.Type, Convert.ToBase64String(binary.Data.Span)));
            await client.SendAsync(MessageType.Text, new MemoryStream(new byte[200_000]));
            Assert.Equal(200_000, (await ReadAsync(client)).Length);
        }
    }

    [Theory]
    [MemberData(nameof(Peers))]
    public async Task A_ping_is_answered_and_either_end_closes_with_its_code(string peer)
    {
        await using ChildProcess server = Start(peer);
        Uri uri = await AddressAsync(server);
        await using WebSocketConnection first = await Within.Time(WebSocketClient.ConnectAsync(uri, _options));
        Assert.Equal(await Within.Time(first.PingAsync()), first.Latency);
        await Within.Time(first.CloseAsync((CloseCode)4000, "done"));

        // Daphne 4.0 answers every code with 1000, and sends no reasons.
        Assert.Equal(peer == Daphne ? CloseCode.NormalClosure : (CloseCode)4000, first.CloseCode);

        await using WebSocketConnection second = await Within.Time(WebSocketClient.ConnectAsync(uri, _options));
        await second.SendAsync("close");
        Assert.Null(await Within.Time(second.ReceiveAsync()));
        Assert.Equal(((CloseCode)4001, peer == Daphne ? "" : "as you say"), (second.CloseCode, second.CloseReason));
    }

    [Theory]
    [MemberData(nameof(Peers))]
    public async Task A_server_that_is_killed_is_seen_to_be_gone(string peer)
    {
        await using ChildProcess server = Start(peer);
        await using WebSocketConnection client = await Within.Time(WebSocketClient.ConnectAsync(await AddressAsync(server), _options));
        using (Process process = Process.GetProcessById(server.Id))
        {
            process.Kill();
        }

        Assert.Null(await Within.Time(client.ReceiveAsync()));
        Assert.Equal(CloseCode.AbnormalClosure, client.CloseCode);
    }

    private static ChildProcess Start(string peer)
    {
        string folder = Path.Combine(Repository.Root, "tests", "Parley.Cli.Tests");
        switch (peer)
        {
            case "ws":
                string script = Path.Combine(folder, "node", "interop_server.js");
                return ChildProcess.Start(Parts.RequireNode(), [script, Parts.RequireNpmModule("ws")]);
            case "bun":
                return ChildProcess.Start(Parts.RequireBun(), [Path.Combine(folder, "node", "bun_server.js")]);
            case Daphne:
                Parts.RequirePython("channels", "python3-django-channels");
                Parts.RequirePython("daphne", "daphne");
                return ChildProcess.Start(Parts.Python, [Path.Combine(folder, "python", "django_server.py")]);
            default:
                Parts.RequirePython(peer, $"python3-{peer}");
                return ChildProcess.Start(Parts.Python, [Path.Combine(folder, "python", "interop_server.py"), peer]);
        }
    }

    private static async Task<Uri> AddressAsync(ChildProcess server) => new($"ws://127.0.0.1:{await server.WaitForAsync("listening on ")}/");

    private static async Task<string> ReadAsync(WebSocketConnection client) =>
        (await Within.Time(client.ReceiveAsync()))!.Value.GetText();
}
