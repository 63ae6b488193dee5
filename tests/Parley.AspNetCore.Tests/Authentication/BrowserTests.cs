using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Parley.TestSupport;

namespace Parley.AspNetCore.Tests.Authentication;

/// <summary>A real browser: it opens its WebSockets over HTTP/2 where it can, and gives its token as they allow.</summary>
public sealed class BrowserTests
{
    private const string Ask = """
        ([path, protocols]) => new Promise(resolve => {
            const socket = new WebSocket(`wss://${location.host}${path}`, protocols);
            socket.onopen = () => socket.send('who?');
            socket.onmessage = message => resolve(`${socket.protocol}: ${message.data}`);
            socket.onclose = event => resolve(`closed ${event.code}`);
        })
        """;

    [Fact]
    public async Task A_browser_brings_its_token_over_HTTP2()
    {
        string chromium = Parts.RequireChromium();
        using var certificates = new TestCertificates();
        using X509Certificate2 certificate = certificates.MakeServer("CN=localhost");
        await using AuthenticationApp app = await AuthenticationApp.StartAsync(
            static options => options.QueryTokenName = "access_token",
            services => services.Configure<KestrelServerOptions>(kestrel =>
                kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate))));
        using IPlaywright playwright = await Playwright.CreateAsync();
        await using IBrowser browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = chromium,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"],
        });
        IPage page = await browser.NewPageAsync(new BrowserNewPageOptions { IgnoreHTTPSErrors = true });
        await page.GotoAsync($"https://127.0.0.1:{app.App.Port}/page");
        string token = app.Token();
        Assert.Equal("app.v1: Ada|app.v1|app.v1|", await AskAsync("/bearer", "app.v1", "bearer." + token));
        Assert.Equal(": Ada|||", await AskAsync("/bearer?access_token=" + token));
        Assert.Equal("closed 1006", await AskAsync("/bearer", "app.v1", "bearer.x.y.z"));
        Assert.Equal(3, app.App.Log.Lines.Count(static line => line.Contains("Request starting HTTP/2 CONNECT", StringComparison.Ordinal)));
        Assert.DoesNotContain(app.App.Log.Lines, line => line.Contains(token, StringComparison.Ordinal));

        Task<string> AskAsync(string path, params string[] protocols) =>
            Within.Time(page.EvaluateAsync<string>(Ask, new object[] { path, protocols }));
    }
}
