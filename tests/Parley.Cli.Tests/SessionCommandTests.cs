using System.Diagnostics;
using System.Text.Json.Nodes;
using Parley.Protocol;
using Parley.TestSupport;

namespace Parley.Cli.Tests;

/// <summary><c>parley room</c> with sessions and histories.</summary>
public sealed class SessionCommandTests : IDisposable
{
    private static readonly WebSocketClientOptions _session = new() { Subprotocols = ["parley.v1"] };

    private readonly string _folder = Directory.CreateTempSubdirectory("parley-room-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("standalone")]
    [InlineData("kestrel")]
    [InlineData("kestrel-engine")]
    public async Task What_was_acknowledged_is_there_after_a_kill_and_a_restart(string hosting)
    {
        string[] arguments = ["room", "--history", $"sqlite:{_folder}/room.db", "--hosting", hosting];
        JsonNode joined;
        await using (ServerProcess server = await ServerProcess.StartAsync(arguments))
        {
            await using WebSocketConnection raw = await server.ConnectAsync("room/lobby/");
            WebSocketConnection session = await server.ConnectAsync("", _session);
            Assert.Equal("welcome", (string?)(await ReadAsync(session))["op"]);
            joined = await AskAsync(session, """{"op":"join","group":"lobby"}""");
            await raw.SendAsync("raw");
            Assert.Equal("raw", (string?)(await ReadAsync(session))["data"]);
            await session.SendAsync("""{"op":"publish","group":"lobby","id":"i1","data":{"text":"one"}}""");
            JsonNode[] both = [await ReadAsync(session), await ReadAsync(session)];
            Assert.Contains(both, static answer => (string?)answer["op"] == "published" && (long?)answer["offset"] == 2);
            Process.GetProcessById(server.Id).Kill();
        }

        await using ServerProcess again = await ServerProcess.StartAsync(arguments);
        WebSocketConnection back = await again.ConnectAsync("room/other/", _session);
        await ReadAsync(back);
        JsonNode recovered = await AskAsync(
            back, $$"""{"op":"join","group":"lobby","epoch":"{{joined["epoch"]}}","after":0}""");
        Assert.True((bool)recovered["recovered"]!);
        Assert.Equal("raw", (string?)(await ReadAsync(back))["data"]);
        Assert.Equal("""{"text":"one"}""", (await ReadAsync(back))["data"]!.ToJsonString());
        JsonNode duplicate = await AskAsync(back, """{"op":"publish","group":"lobby","id":"i1","data":{"text":"one"}}""");
        Assert.True((bool)duplicate["duplicate"]!);

        Assert.Equal(0, await again.TerminateAsync());
        Assert.Equal("drain", (string?)(await ReadAsync(back))["op"]);
        Assert.Null(await Within.Time(back.ReceiveAsync()));
        Assert.Equal(CloseCode.ServiceRestart, back.CloseCode);
    }

    [Theory]
    [InlineData(new string[0], true)]
    [InlineData(new[] { "--history", "memory" }, true)]
    [InlineData(new[] { "--history", "none" }, false)]
    public async Task History_is_in_memory_unless_it_is_turned_off(string[] option, bool isRecoverable)
    {
        await using ServerProcess server = await ServerProcess.StartAsync(["room", .. option]);
        await using WebSocketConnection session = await server.ConnectAsync("room/1/", _session);
        await ReadAsync(session);
        JsonNode joined = await AskAsync(session, """{"op":"join","group":"1"}""");
        Assert.Equal(isRecoverable, (bool)joined["recoverable"]!);
    }

    [Theory]
    [InlineData("room --history disk", "memory, none, or sqlite:")]
    [InlineData("room --history sqlite:", "memory, none, or sqlite:")]
    [InlineData("room --history sqlite:/no/such/folder/room.db", "/no/such/folder/room.db")]
    public Task What_can_be_no_history_is_refused_with_a_sentence(string arguments, string expected) =>
        CliProcess.AssertRefusesAsync(arguments, expected);

    [Fact]
    public Task Help_names_the_histories() => CliProcess.AssertHelpsAsync("room --help", "memory|sqlite:FILE|none");

    [Fact]
    public async Task A_store_in_use_is_refused_with_a_sentence()
    {
        string history = $"sqlite:{_folder}/room.db";
        await using ServerProcess server = await ServerProcess.StartAsync("room", "--history", history);
        await CliProcess.AssertRefusesAsync($"room --port 0 --history {history}", "is open already");
    }

    [Fact]
    public async Task A_damaged_store_is_refused_with_a_sentence()
    {
        await File.WriteAllTextAsync($"{_folder}/room.db", string.Join(' ', Enumerable.Repeat("no history", 1000)));
        await CliProcess.AssertRefusesAsync($"room --port 0 --history sqlite:{_folder}/room.db", "is no history of Parley's");
    }

    private static async Task<JsonNode> AskAsync(WebSocketConnection connection, string message)
    {
        await connection.SendAsync(message);
        return await ReadAsync(connection);
    }

    private static async Task<JsonNode> ReadAsync(WebSocketConnection connection)
    {
        Message? message = await Within.Time(connection.ReceiveAsync());
        return JsonNode.Parse(message!.Value.GetText())!;
    }
}
