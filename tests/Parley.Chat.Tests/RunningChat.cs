using System.Net.Http.Json;
using System.Text.Json;
using Parley.TestSupport;

namespace Parley.Chat.Tests;

/// <summary>The chat as its operators start it, with a data folder of its own.</summary>
internal sealed class RunningChat : IAsyncDisposable
{
    public const string AdminSecret = "the-secret-of-the-tests-1";

    public const string TokenSecret = "a secret that the site and the chat share";

    private readonly string _data = Directory.CreateTempSubdirectory("parley-chat-").FullName;
    private HttpClient _operator = new();
    private readonly string[] _options;
    private ChildProcess _server;

    private RunningChat(string[] options)
    {
        _options = options;
        _server = Start("http://127.0.0.1:0");
    }

    /// <summary>The chat's address, without a slash at the end.</summary>
    public string Address { get; private set; } = "";

    public static async Task<RunningChat> StartAsync(params string[] options)
    {
        var chat = new RunningChat(options);
        chat.Address = (await chat._server.WaitForAsync("The chat is open at ")).Split(". ")[0];
        await chat.BeSomebodyAsync();
        return chat;
    }

    /// <summary>Makes a room, and returns its path. Each is made by somebody else, since one makes only so many in a minute.</summary>
    public async Task<string> MakeRoomAsync(string title)
    {
        await BeSomebodyAsync();
        return $"/room/{(await PostAsync("/api/rooms", new { title })).GetProperty("id").GetString()}";
    }

    public async Task<JsonElement> PostAsync(string path, object body)
    {
        using HttpResponseMessage response = await _operator.PostAsJsonAsync(path, body);
        Assert.True(response.IsSuccessStatusCode, $"{path}: {await response.Content.ReadAsStringAsync()}");
        string answer = await response.Content.ReadAsStringAsync();
        return answer.Length == 0 ? default : JsonElement.Parse(answer);
    }

    /// <summary>Ends the server as SIGKILL does.</summary>
    public ValueTask KillAsync() => _server.DisposeAsync();

    /// <summary>Starts it again on the same port, with the same data.</summary>
    public async Task RestartAsync()
    {
        _server = Start(Address);
        await _server.WaitForAsync("The chat is open at ");
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _operator.Dispose();
        Directory.Delete(_data, recursive: true);
    }

    private async Task BeSomebodyAsync()
    {
        _operator.Dispose();
        _operator = new HttpClient { BaseAddress = new Uri(Address) };
        _operator.DefaultRequestHeaders.Add("X-Parley", "1");
        await PostAsync("/api/guest", new { name = "Operator" });
    }

    private ChildProcess Start(string address) => ChildProcess.StartOwn(
        "Parley.Chat",
        [
            "--urls", address, "--data", _data, "--admin-secret", AdminSecret, "--token-secret", TokenSecret,
            "--new-guests-per-minute", "10000", "--requests-at-once", "100000", "--requests-per-second", "100000", "--rooms-per-person", "100000",
            "--reserved-name", "Boss", .. _options,
        ],
        Path.Combine(Repository.Root, "apps", "Parley.Chat"));
}
