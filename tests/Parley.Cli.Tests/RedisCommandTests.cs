using System.Text.Json.Nodes;
using Parley.TestSupport;

namespace Parley.Cli.Tests;

/// <summary><c>parley room</c> and <c>parley publish</c> through a real Redis.</summary>
public sealed class RedisCommandTests
{
    [Theory]
    [InlineData("native")]
    [InlineData("django-core")]
    [InlineData("django-pubsub")]
    public async Task Clients_of_two_servers_and_the_shell_meet_in_one_room(string layer)
    {
        await using RedisServerProcess redis = await RedisServerProcess.StartAsync();
        string[] arguments = ["--redis", redis.Url, "--layer", layer, "--prefix", "house"];
        await using ServerProcess one = await ServerProcess.StartAsync(["room", .. arguments]);
        await using ServerProcess two = await ServerProcess.StartAsync(["room", "--hosting", "kestrel", .. arguments]);
        await using WebSocketConnection ann = await one.ConnectAsync("room/a/");
        await using WebSocketConnection bob = await two.ConnectAsync("room/a/");
        await ann.SendAsync("hello");
        await ExpectAsync("hello", ann, bob);
        await bob.SendAsync("hi");
        await ExpectAsync("hi", ann, bob);
        (int status, string output) = await CliProcess.RunAsync(["publish", "a", "from the shell", .. arguments]);
        Assert.Equal(0, status);
        Assert.Contains(layer == "native" ? "published as 3" : "published", output, StringComparison.Ordinal);
        await ExpectAsync("from the shell", ann, bob);
    }

    [Fact]
    public async Task A_session_recovers_through_another_server_as_much_as_the_history_length_says()
    {
        await using RedisServerProcess redis = await RedisServerProcess.StartAsync();
        string[] arguments = ["room", "--redis", redis.Url, "--history-length", "2"];
        var session = new WebSocketClientOptions { Subprotocols = ["parley.v1"] };
        await using (ServerProcess one = await ServerProcess.StartAsync(arguments))
        {
            await using WebSocketConnection ann = await one.ConnectAsync("room/a/");
            foreach (string text in new[] { "1", "2", "3" })
            {
                await ann.SendAsync(text);
                await ExpectAsync(text, ann);
            }
        }

        await using ServerProcess two = await ServerProcess.StartAsync(arguments);
        await using WebSocketConnection bob = await two.ConnectAsync("", session);
        await ReadAsync(bob);
        await bob.SendAsync("""{"op":"join","group":"a","after":0}""");
        JsonNode joined = await ReadAsync(bob);
        Assert.True((bool)joined["recoverable"]!);
        Assert.Single(joined["members"]!.AsArray());
        Assert.Equal("2", (string?)(await ReadAsync(bob))["data"]);
        Assert.Equal("3", (string?)(await ReadAsync(bob))["data"]);
    }

    [Fact]
    public async Task Health_says_that_Redis_is_away()
    {
        await using RedisServerProcess redis = await RedisServerProcess.StartAsync();
        await using ServerProcess server = await ServerProcess.StartAsync("room", "--redis", redis.Url);
        using var http = new HttpClient();
        var health = new Uri($"http://{server.Address.Authority}/health");
        Assert.Equal("healthy\n", await http.GetStringAsync(health));
        await redis.KillAsync();
        await UntilAsync("degraded\n");
        await redis.StartAgainAsync();
        await UntilAsync("healthy\n");

        Task UntilAsync(string expected) => Within.Until(async () => await http.GetStringAsync(health) == expected);
    }

    [Theory]
    [InlineData("room --redis redis://127.0.0.1 --history memory", "Redis keeps the history")]
    [InlineData("room --redis redis://127.0.0.1 --layer django-core --history-length 5", "have no history")]
    [InlineData("room --redis redis://127.0.0.1 --layer rabbit", "native, django-core or django-pubsub")]
    [InlineData("room --redis amqp://127.0.0.1", "'amqp' is no scheme of Redis")]
    [InlineData("room --layer native", "--redis")]
    [InlineData("room --redis-durable", "--redis")]
    [InlineData("room --history-length 0", "above zero")]
    [InlineData("publish a b", "--redis")]
    [InlineData("publish {} b --redis redis://127.0.0.1", "without { or }")]
    public Task What_makes_no_sense_together_is_refused_with_a_sentence(string arguments, string expected) =>
        CliProcess.AssertRefusesAsync(arguments, expected);

    [Fact]
    public async Task A_Redis_that_is_not_there_is_said_in_a_sentence()
    {
        string url = $"redis://127.0.0.1:{RedisServerProcess.FreePort()}";
        await CliProcess.AssertRefusesAsync($"publish a b --redis {url}", "parley: ");
        await CliProcess.AssertRefusesAsync($"room --port 0 --redis {url}", "parley: ");
    }

    private static async Task ExpectAsync(string text, params WebSocketConnection[] members)
    {
        foreach (WebSocketConnection member in members)
        {
            Assert.Equal(text, (await Within.Time(member.ReceiveAsync()))!.Value.GetText());
        }
    }

    private static async Task<JsonNode> ReadAsync(WebSocketConnection connection) =>
        JsonNode.Parse((await Within.Time(connection.ReceiveAsync()))!.Value.GetText())!;
}
