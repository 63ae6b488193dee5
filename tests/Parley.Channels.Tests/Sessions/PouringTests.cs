using System.Text.Json.Nodes;
using Parley.TestSupport;

namespace Parley.Channels.Tests.Sessions;

/// <summary>Sessions over TCP, on the loops of a real server, while publications pour in.</summary>
public sealed class PouringTests
{
    private static readonly WebSocketClientOptions _session = new() { Subprotocols = [SessionServer.Subprotocol] };

    [Theory]
    [InlineData("memory", Engine.Auto)]
    [InlineData("memory", Engine.Sockets)]
    [InlineData("sqlite", Engine.Auto)]
    public async Task Whoever_joins_in_the_middle_has_no_hole_and_nothing_twice(string kind, Engine engine)
    {
        const int Count = 3000;
        using var folder = new History.StoreFolder();
        IHistoryStore store = kind == "memory" ? new MemoryHistoryStore() : await folder.OpenAsync();
        await using Groups groups = await Groups.StartAsync(new InProcessLayer(store));
        using var sessions = new SessionServer(groups);
        await using var server = new WebSocketServer(new WebSocketServerOptions { Engine = engine }, sessions);
        server.Start();
        Task pouring = PourAsync(server, Count);
        Task<List<long>>[] joining = [.. Enumerable.Range(0, 12).Select(number => JoinAsync(server, number % 2 == 0, Count))];
        await Within.Time(pouring);
        foreach (List<long> offsets in await Within.Time(Task.WhenAll(joining)))
        {
            Assert.Equal(Enumerable.Range(0, offsets.Count).Select(index => offsets[0] + index), offsets);
            Assert.Equal(Count, offsets[^1]);
        }
    }

    [Fact]
    public async Task What_was_published_before_a_crash_and_told_to_nobody_is_told_after_it_and_is_a_duplicate()
    {
        using var folder = new History.StoreFolder();
        string epoch;
        await using (Groups groups = await Groups.StartAsync(new InProcessLayer(await folder.OpenAsync())))
        {
            using var sessions = new SessionServer(groups);
            await using var server = new WebSocketServer(new WebSocketServerOptions(), sessions);
            server.Start();
            WebSocketConnection ada = await OpenAsync(server);
            await ada.SendAsync("""{"op":"join","group":"g"}""");
            epoch = (string)(await ReadAsync(ada))["epoch"]!;
        }

        // The process dies between the store and everybody who would have heard of it.
        await using (Sqlite.SqliteHistoryStore alone = await folder.OpenAsync())
        {
            Publication publication = Publication.Create(
                PublicationKind.Message, DataForm.Json, "{\"n\":1}"u8, new PublicationOrigin("i1", "c", null));
            await alone.AppendAsync(new GroupName("g"), publication);
            publication.Release();
        }

        await using Groups again = await Groups.StartAsync(new InProcessLayer(await folder.OpenAsync()));
        using var sessionsAgain = new SessionServer(again);
        await using var serverAgain = new WebSocketServer(new WebSocketServerOptions(), sessionsAgain);
        serverAgain.Start();
        WebSocketConnection back = await OpenAsync(serverAgain);
        await back.SendAsync($$"""{"op":"join","group":"g","epoch":"{{epoch}}","after":0}""");
        await back.SendAsync("""{"op":"publish","group":"g","id":"i1","data":{"n":1}}""");
        Assert.True((bool)(await ReadAsync(back))["recovered"]!);
        JsonNode message = await ReadAsync(back);
        Assert.Equal("i1", (string?)message["id"]);
        JsonNode published = await ReadAsync(back);
        Assert.True((bool)published["duplicate"]!);
        Assert.Equal((long)message["offset"]!, (long)published["offset"]!);
    }

    private static async Task PourAsync(WebSocketServer server, int count)
    {
        WebSocketConnection ada = await OpenAsync(server);
        Task<int> answers = Task.Run(async () =>
        {
            int answered = 0;
            while (answered < count)
            {
                answered += (string?)(await ReadAsync(ada))["op"] == "published" ? 1 : 0;
            }

            return answered;
        });
        for (int i = 1; i <= count; i++)
        {
            await ada.SendAsync($$"""{"op":"publish","group":"g","id":"{{i}}","data":{{i}}}""");
        }

        await answers;
    }

    private static async Task<List<long>> JoinAsync(WebSocketServer server, bool isFromTheBeginning, int last)
    {
        WebSocketConnection session = await OpenAsync(server);
        await session.SendAsync($$"""{"op":"join","group":"g"{{(isFromTheBeginning ? ",\"after\":0" : "")}}}""");
        JsonNode joined = await ReadAsync(session);
        List<long> offsets = [isFromTheBeginning ? 0 : (long)joined["offset"]!];
        while (offsets[^1] < last)
        {
            JsonNode message = await ReadAsync(session);
            Assert.Equal("message", (string?)message["op"]);
            Assert.Equal((long)message["offset"]!, (long)message["data"]!);
            offsets.Add((long)message["offset"]!);
        }

        await session.CloseAsync();
        return offsets;
    }

    private static async Task<WebSocketConnection> OpenAsync(WebSocketServer server)
    {
        WebSocketConnection connection = await Within.Time(
            WebSocketClient.ConnectAsync(new Uri($"ws://127.0.0.1:{server.EndPoint.Port}/"), _session));
        await ReadAsync(connection);
        return connection;
    }

    private static async Task<JsonNode> ReadAsync(WebSocketConnection connection) =>
        JsonNode.Parse((await Within.Time(connection.ReceiveAsync()))!.Value.GetText())!;
}
