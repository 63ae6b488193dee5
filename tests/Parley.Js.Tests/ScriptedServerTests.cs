using System.Text.Json.Nodes;
using Parley.TestSupport;

namespace Parley.Js.Tests;

/// <summary>That the server which clients are tested with keeps to the order of the reference itself.</summary>
public sealed class ScriptedServerTests
{
    private const int Rounds = 1000;

    [Fact]
    public async Task What_is_published_after_an_epoch_began_is_sent_after_its_joined_and_gap()
    {
        await using var server = new ScriptedServer();
        await using WebSocketConnection client = await Within.Time(WebSocketClient.ConnectAsync(
            new Uri(server.Address.Replace("http", "ws", StringComparison.Ordinal)), new WebSocketClientOptions { Subprotocols = ["parley.v1"] }));
        await client.SendAsync("""{"op":"join","group":"lobby"}""");
        Assert.Equal(["welcome", "joined"], await ReadAsync(client, 2));
        for (int i = 0; i < Rounds; i++)
        {
            server.BeginEpoch("lobby");
            await client.SendAsync("""{"op":"publish","group":"lobby","id":"a","data":1}""");
            Assert.Equal(["joined", "gap", "message", "published"], await ReadAsync(client, 4));
        }
    }

    private static async Task<string[]> ReadAsync(WebSocketConnection client, int count)
    {
        string[] ops = new string[count];
        for (int i = 0; i < count; i++)
        {
            ops[i] = (string)JsonNode.Parse((await Within.Time(client.ReceiveAsync()))!.Value.GetText())!["op"]!;
        }

        return ops;
    }
}
