using Parley.Protocol;
using Parley.TestSupport;

namespace Parley.Tests.Server;

/// <summary>What a server counts of opening handshakes.</summary>
[Collection(nameof(Alone))]
public sealed class HandshakeMetricTests
{
    [Fact]
    public async Task Every_answer_is_timed_and_refusals_are_counted_by_their_status()
    {
        using var refusals = new MetricCollector("parley.handshake.refusals", "http.response.status_code");
        using var durations = new MetricCollector("parley.handshake.duration", "http.response.status_code");
        await using var server = new WebSocketServer(new WebSocketServerOptions(), new PickyUpgrade());
        server.Start();
        using RawClient accepted = await RawClient.OpenAsync(server.EndPoint.Port, "/yes");
        Assert.StartsWith("HTTP/1.1 418 ", await AskAsync(server, RawClient.Handshake("/no")), StringComparison.Ordinal);
        Assert.StartsWith(
            "HTTP/1.1 403 ", await AskAsync(server, RawClient.Handshake("/", "Origin: https://evil.example")), StringComparison.Ordinal);

        Assert.Equal([("403", 1), ("418", 1)], refusals.Counts.Select(static count => (count.Key, count.Value)).Order());
        Assert.Equal(
            [("101", 1), ("403", 1), ("418", 1)], durations.Counts.Select(static count => (count.Key, count.Value)).Order());
    }

    private static async Task<string> AskAsync(WebSocketServer server, string request)
    {
        using RawClient client = await RawClient.ConnectAsync(server.EndPoint.Port);
        await client.SendAsync(request);
        return await client.ReadToEndAsync();
    }

    private sealed class PickyUpgrade : IUpgradeHandler
    {
        public bool Serves(string path) => true;

        public void OnUpgrade(UpgradeRequest request) => _ = request.Head.Path == "/no"
            ? request.RejectAsync(new HttpReply(418, "No.\n")).AsTask()
            : request.AcceptAsync(new RecordingHandler()).AsTask();
    }
}
