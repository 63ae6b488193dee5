using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Parley.TestSupport;

namespace Parley.Chat.Tests.Server;

/// <summary>A chat of the test's own: the whole program inside the test's process, on a port and a folder of its own.</summary>
internal sealed class ChatHost : IAsyncDisposable
{
    public const string AdminSecret = "correct horse battery staple";
    public const string SigningKey = "0123456789abcdef0123456789abcdef";

    private readonly string[] _args;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("parley-chat-");
    private WebApplication? _app;

    private ChatHost(string[] args) => _args = args;

    public Uri Address { get; private set; } = new("http://127.0.0.1");

    public Uri Socket => new($"ws://{Address.Authority}/chat");

    public string Folder => _folder.FullName;

    public WebApplication App => _app!;

    public static async Task<ChatHost> StartAsync(params string[] args)
    {
        var host = new ChatHost(args);
        await host.StartAgainAsync();
        return host;
    }

    public async Task StartAgainAsync()
    {
        _app = await ChatServer.CreateAsync(
            ["--urls", "http://127.0.0.1:0", "--data", Folder, "--admin-secret", AdminSecret, "--signing-key", SigningKey, .. _args]);
        await Within.Time(_app.StartAsync());
        Address = new Uri(_app.Urls.First());
    }

    public async Task StopAsync()
    {
        await Within.Time(_app!.StopAsync());
        await Within.Time(_app.DisposeAsync());
        _app = null;
    }

    /// <summary>Somebody who has said nothing yet.</summary>
    public Browser Open() => new(this);

    /// <summary>A guest.</summary>
    public async Task<Browser> OpenAsync(string name)
    {
        Browser browser = Open();
        await browser.TakeNameAsync(name);
        return browser;
    }

    /// <summary>An administrator, who is a guest as well.</summary>
    public async Task<Browser> OpenAdminAsync()
    {
        Browser browser = await OpenAsync("Admin");
        await browser.PostAsync("/api/admin/signin", $$"""{"secret":"{{AdminSecret}}"}""", 204);
        return browser;
    }

    /// <summary>The key that this chat signs with, in the hands of an attacker or of a clock that is wrong.</summary>
    public static TokenSigner Signer() => new(
        System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(SigningKey)), TimeProvider.System);

    public T Get<T>()
        where T : notnull => App.Services.GetRequiredService<T>();

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await StopAsync();
        }

        _folder.Delete(recursive: true);
    }
}
