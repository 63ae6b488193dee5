using System.Net;
using Parley.TestSupport;

namespace Parley.AspNetCore.Tests.Programs;

/// <summary>The sample app in a process and with a database of its own, and a browser's part in it.</summary>
internal sealed class SampleApp : IAsyncDisposable
{
    private readonly HttpClient _http = new(new HttpClientHandler { UseCookies = false, AllowAutoRedirect = false });
    private readonly string _folder;
    private readonly ChildProcess _process;
    private Uri _address = null!;

    private SampleApp(string transport)
    {
        _folder = Directory.CreateTempSubdirectory("parley-sample-").FullName;
        _process = ChildProcess.StartOwn(
            "AspNetCoreApp",
            [
                "--urls", "http://127.0.0.1:0",
                "--ConnectionStrings:Notes", $"Data Source={Path.Combine(_folder, "notes.db")}",
                "--Announcer:Interval", "00:00:00.05",
                "--Transport", transport,
            ],
            Path.Combine(Repository.Root, "samples", "AspNetCoreApp"));
    }

    public static async Task<SampleApp> StartAsync(string transport)
    {
        var app = new SampleApp(transport);
        app._address = new Uri(await app._process.WaitForAsync("Now listening on: "));
        return app;
    }

    /// <summary>Signs in and returns the cookie.</summary>
    public async Task<string> SignInAsync(string name)
    {
        using var form = new FormUrlEncodedContent([new("name", name)]);
        using HttpResponseMessage response = await Within.Time(_http.PostAsync(new Uri(_address, "/sign-in"), form));
        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        return response.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
    }

    public async Task<string> GetAsync(string path, string cookie)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_address, path));
        request.Headers.Add("Cookie", cookie);
        using HttpResponseMessage response = await Within.Time(_http.SendAsync(request));
        return await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync();
    }

    public Task<WebSocketConnection> ConnectAsync(string path, string? cookie, string? origin = null) =>
        Within.Time(WebSocketClient.ConnectAsync(
            new Uri($"ws://{_address.Authority}{path}"),
            new WebSocketClientOptions
            {
                Fields =
                [
                    KeyValuePair.Create("Origin", origin ?? $"http://{_address.Authority}"),
                    .. cookie is null ? [] : new[] { KeyValuePair.Create("Cookie", cookie) },
                ],
            }));

    /// <summary>Sends SIGTERM and waits for the end.</summary>
    public Task<int> StopAsync()
    {
        _process.SendTerminate();
        return _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _process.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
