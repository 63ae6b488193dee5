using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Parley.TestSupport;

namespace Parley.Chat.Tests.Server;

/// <summary>Metrics for whoever collects them.</summary>
public sealed class MetricsTests
{
    [Fact]
    public async Task They_are_sent_by_OTLP_to_where_the_operator_says()
    {
        var received = new TaskCompletionSource<string>();
        await using WebApplication collector = WebApplication.CreateSlimBuilder().Build();
        collector.Urls.Add("http://127.0.0.1:0");
        collector.MapPost("/v1/metrics", (RequestDelegate)(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            string text = Encoding.Latin1.GetString(body.ToArray());
            if (text.Contains("parley.chat.guests", StringComparison.Ordinal))
            {
                received.TrySetResult(text);
            }
        }));
        await collector.StartAsync(TestContext.Current.CancellationToken);
        DirectoryInfo folder = Directory.CreateTempSubdirectory("parley-metrics-");
        await using (var server = ChildProcess.StartOwn(
            "Parley.Chat", ["--urls", "http://127.0.0.1:0", "--data", folder.FullName, "--otlp", collector.Urls.First() + "/v1/metrics"]))
        {
            string address = (await server.WaitForAsync("The chat is open at ")).Split(". ")[0];
            using var http = new HttpClient();
            using var request = new HttpRequestMessage(HttpMethod.Post, address + "/api/guest")
            {
                Content = new StringContent("""{"name":"Ada"}"""),
                Headers = { { "X-Parley", "1" } },
            };
            using HttpResponseMessage answer = await Within.Time(http.SendAsync(request, TestContext.Current.CancellationToken));
            answer.EnsureSuccessStatusCode();

            // What is left is sent at the end.
            server.SendTerminate();
            Assert.Contains("parley-chat", await Within.Time(received.Task), StringComparison.Ordinal);
            Assert.Equal(0, await server.WaitForExitAsync());
        }

        folder.Delete(recursive: true);
    }
}
