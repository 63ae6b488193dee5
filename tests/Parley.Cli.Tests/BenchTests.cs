using System.Text.Json;
using System.Xml.Linq;
using Parley.TestSupport;

namespace Parley.Cli.Tests;

/// <summary><c>parley bench</c> against our own servers, and against servers that do something else than they should.</summary>
public sealed class BenchTests
{
    private static readonly string[] _short = ["--seconds", "0.3", "--warmup", "0.1"];

    [Theory]
    [InlineData("1", "20")]
    [InlineData("16", "20")]
    [InlineData("3", "0")]
    [InlineData("2", "5")]
    [InlineData("2", "100000", "--binary")]
    [InlineData("2", "300", "--deflate")]
    public async Task An_echo_is_measured(string inFlight, string size, params string[] more)
    {
        await using ServerProcess server = await ServerProcess.StartAsync("echo", "--deflate");
        JsonElement report = await MeasureAsync(
            server, "echo", ["--connections", "5", "--in-flight", inFlight, "--size", size, .. more, .. _short]);
        Assert.Equal("echo", report.GetProperty("kind").GetString());
        Assert.Equal(server.Address.ToString(), report.GetProperty("url").GetString());
        Assert.Equal(5, report.GetProperty("connections").GetInt32());
        Assert.Equal(size, report.GetProperty("size").ToString());
        Assert.Equal(inFlight, report.GetProperty("inFlight").ToString());
        Assert.Equal(more.Contains("--binary") ? "binary" : "text", report.GetProperty("type").GetString());
        Assert.Equal(more.Contains("--deflate"), report.GetProperty("deflate").GetBoolean());
        Assert.Equal(Count(report, "messages"), Count(report, "deliveries"));
        CheckLoad(report);
    }

    [Theory]
    [InlineData("1", "4", "1")]
    [InlineData("3", "3", "5")]
    public async Task A_broadcast_is_measured(string senders, string receivers, string inFlight)
    {
        await using ServerProcess server = await ServerProcess.StartAsync("broadcast");
        JsonElement report = await MeasureAsync(
            server, "broadcast", ["--senders", senders, "--receivers", receivers, "--in-flight", inFlight, .. _short]);
        Assert.Equal("broadcast", report.GetProperty("kind").GetString());
        Assert.Equal(senders, report.GetProperty("senders").ToString());
        Assert.Equal(receivers, report.GetProperty("connections").ToString());
        Assert.True(Count(report, "deliveries") > Count(report, "messages"));
        CheckLoad(report);
    }

    [Fact]
    public async Task Servers_that_share_a_room_are_measured_together_and_their_Redis_apart()
    {
        await using RedisServerProcess redis = await RedisServerProcess.StartAsync();
        await using ServerProcess one = await ServerProcess.StartAsync("room", "--redis", redis.Url);
        await using ServerProcess two = await ServerProcess.StartAsync("room", "--redis", redis.Url);
        var second = new Uri(two.Address, "room/a/");
        JsonElement report = await MeasureAsync(
            one,
            "broadcast",
            [second.ToString(), "--senders", "2", "--receivers", "4", "--pid", $"{two.Id}", "--other-pid", $"{redis.Id}", .. _short],
            "room/a/");
        Assert.EndsWith($" {second}", report.GetProperty("url").GetString(), StringComparison.Ordinal);
        Assert.True(Count(report, "deliveries") > Count(report, "messages"));
        Assert.True(report.GetProperty("otherCpuNanosecondsPerDelivery").GetDouble() > 0);
        CheckLoad(report);
    }

    [Fact]
    public async Task Silent_connections_are_measured()
    {
        await using ServerProcess server = await ServerProcess.StartAsync("echo");
        JsonElement report = await MeasureAsync(
            server, "idle", ["--connections", "30", "--from", "10", "--hold", "0.1", "--echo"]);
        Assert.Equal(30, Count(report, "connections"));
        Assert.Equal(10, Count(report, "from"));
        Assert.Equal(90, Count(report, "echoes"));
        Assert.Equal(0, Count(report, "errors"));
        Assert.True(Count(report, "residentBytesAtEnd") > 0);
        Assert.True(Count(report, "anonymousBytesAtFrom") > 0);
        Assert.True(report.GetProperty("serverCpuMicrosecondsPerConnect").GetDouble() > 0);
        Assert.True(report.GetProperty("serverCpuNanosecondsPerEcho").GetDouble() > 0);
        Assert.True(report.TryGetProperty("residentBytesPerConnection", out _));
    }

    [Fact]
    public async Task Handshakes_are_measured()
    {
        await using ServerProcess server = await ServerProcess.StartAsync("room");
        JsonElement report = await MeasureAsync(server, "handshake", ["--concurrency", "4", .. _short], "room/1/");
        Assert.Equal(0, Count(report, "errors"));
        Assert.True(Count(report, "handshakes") > 0);
        Assert.True(report.GetProperty("serverCpuMicrosecondsPerHandshake").GetDouble() > 0);
        Assert.True(report.GetProperty("latencyMicroseconds").GetProperty("p99").GetDouble() > 0);
    }

    [Theory]
    [InlineData("echo")]
    [InlineData("broadcast")]
    public async Task Healthy_connections_do_not_notice_the_others(string kind)
    {
        await using ServerProcess server = await ServerProcess.StartAsync(kind);
        JsonElement report = await MeasureAsync(
            server, "mixed", ["--kind", kind, "--connections", "5", "--minutes", "0.02", "--every", "0.5"]);
        Assert.Equal(kind, report.GetProperty("server").GetString());
        Assert.Equal(0, Count(report, "errors"));
        Assert.True(Count(report, "messages") > 0);
        Assert.True(Count(report, "residentBytesEarly") > 0);
        Assert.True(Count(report, "residentBytesAtEnd") > 0);
        Assert.True(report.GetProperty("points").GetArrayLength() > 1);
    }

    [Theory]
    [InlineData("echo")]
    [InlineData("broadcast")]
    public async Task A_picture_is_drawn(string kind)
    {
        await using ServerProcess server = await ServerProcess.StartAsync(kind);
        string file = Path.GetTempFileName();
        try
        {
            (int status, string output) = await CliProcess.RunAsync(["bench", kind, server.Address + "?a&b", .. _short, "--svg", file]);
            Assert.True(status == 0, output);
            XElement picture = XDocument.Load(file).Root!;
            XNamespace svg = "http://www.w3.org/2000/svg";
            Assert.Equal(svg + "svg", picture.Name);
            Assert.Equal($"parley bench {kind} {server.Address}?a&b", picture.Element(svg + "title")!.Value);
            Assert.Equal(2, picture.Elements(svg + "polyline").Count());
            string[] texts = [.. picture.Elements(svg + "text").Select(static text => text.Value)];
            Assert.Contains("Latency by percentile", texts);
            Assert.Contains("90%", texts);
            Assert.Contains("seconds", texts);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static void CheckLoad(JsonElement report)
    {
        Assert.Equal(0, Count(report, "errors"));
        Assert.True(Count(report, "messages") > 0);
        Assert.True(report.GetProperty("seconds").GetDouble() >= 0.25);
        Assert.True(report.GetProperty("serverCpuNanosecondsPerMessage").GetDouble() > 0);
        Assert.True(report.GetProperty("clientCpuNanosecondsPerMessage").GetDouble() > 0);
        Assert.NotEqual(0, report.GetProperty("timeline").GetArrayLength());
        JsonElement latency = report.GetProperty("latencyMicroseconds");
        Assert.True(latency.GetProperty("samples").GetInt64() > 0);
        double[] rising = [.. new[] { "p50", "p90", "p99", "p999", "max" }.Select(name => latency.GetProperty(name).GetDouble())];
        Assert.Equal(rising.Order(), rising);
    }

    private static long Count(JsonElement report, string name) => report.GetProperty(name).GetInt64();

    private static async Task<JsonElement> MeasureAsync(ServerProcess server, string bench, string[] arguments, string path = "")
    {
        string file = Path.GetTempFileName();
        try
        {
            (int status, string output) = await CliProcess.RunAsync(
                ["bench", bench, new Uri(server.Address, path).ToString(), .. arguments, "--pid", $"{server.Id}", "--json", file]);
            Assert.True(status == 0, output);
            Assert.DoesNotContain("\r", output, StringComparison.Ordinal);
            return JsonElement.Parse(await File.ReadAllTextAsync(file));
        }
        finally
        {
            File.Delete(file);
        }
    }
}
