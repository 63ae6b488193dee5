using System.Net;
using Microsoft.AspNetCore.Builder;
using Parley.TestSupport;

namespace Parley.AspNetCore.Tests;

/// <summary>parley.js, served by the application itself.</summary>
public sealed class ScriptTests
{
    [Fact]
    public async Task The_script_is_served_as_a_module_and_once()
    {
        await using TestApp app = await TestApp.StartAsync(static app => app.MapParleyScript());
        var address = new Uri($"http://127.0.0.1:{app.Port}/parley.js");
        using var http = new HttpClient();
        using HttpResponseMessage first = await Within.Time(http.GetAsync(address));
        Assert.Equal("text/javascript", first.Content.Headers.ContentType?.MediaType);
        Assert.Equal(
            await File.ReadAllTextAsync(Path.Combine(Repository.Root, "src", "parley.js", "parley.min.js")),
            await first.Content.ReadAsStringAsync());
        using var again = new HttpRequestMessage(HttpMethod.Get, address);
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using HttpResponseMessage second = await Within.Time(http.SendAsync(again));
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
    }
}
