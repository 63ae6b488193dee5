using System.Net;

namespace Parley.AspNetCore.Tests;

/// <summary>Requests over HTTP/2 that open no WebSocket.</summary>
public sealed class Http2HandshakeTests
{
    [Theory]
    [InlineData("no version", 400, "websocket", null, null)]
    [InlineData("version 8", 400, "websocket", "8", null)]
    [InlineData("another protocol", 501, "connect-udp", "13", null)]
    [InlineData("a page of another origin", 403, "websocket", "13", "https://evil.example")]
    [InlineData("a page of the same host", 200, "websocket", "13", "http://127.0.0.1")]
    public async Task An_extended_connect_gets_its_status(string name, int status, string protocol, string? version, string? origin)
    {
        await using TestApp app = await Http2Apps.StartAsync();
        using var client = new Http2Client(app.Port);
        using HttpResponseMessage response = await client.SendAsync(HttpMethod.Connect, "/ws", headers =>
        {
            headers.Protocol = protocol;
            Add("Sec-WebSocket-Version", version);
            Add("Origin", origin is "http://127.0.0.1" ? $"{origin}:{app.Port}" : origin);

            void Add(string field, string? value)
            {
                if (value is not null)
                {
                    headers.Add(field, value);
                }
            }
        });
        Assert.True((HttpStatusCode)status == response.StatusCode, $"{name}: {response.StatusCode}");
        Assert.Equal(status == 400, response.Headers.Contains("Sec-WebSocket-Version"));
        Assert.DoesNotContain(app.Log.Lines, static line => line.StartsWith("Error", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_plain_request_is_told_how_to_connect()
    {
        await using TestApp app = await Http2Apps.StartAsync();
        using var client = new Http2Client(app.Port);
        using HttpResponseMessage response = await client.SendAsync(HttpMethod.Get, "/ws", static _ => { });
        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Equal(["CONNECT"], response.Content.Headers.Allow);
        Assert.Contains("RFC 8441", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_path_is_a_404()
    {
        await using TestApp app = await Http2Apps.StartAsync();
        using var client = new Http2Client(app.Port);
        using HttpResponseMessage response = await client.SendAsync(HttpMethod.Connect, "/other", static headers => headers.Protocol = "websocket");
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }
}
