using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Parley.Channels;
using Parley.TestSupport;

namespace Parley.Chat.Tests.Server;

/// <summary>What a browser is to the server: requests over real HTTP, cookies, and sessions over real sockets.</summary>
internal sealed class Browser : IAsyncDisposable
{
    private readonly ChatHost _host;
    private readonly HttpClient _http;
    private readonly List<SessionClient> _sessions = [];

    public Browser(ChatHost host)
    {
        _host = host;
        _http = new HttpClient(new SocketsHttpHandler { CookieContainer = Cookies, AllowAutoRedirect = false }) { Timeout = Within.Limit };
    }

    public CookieContainer Cookies { get; } = new();

    /// <summary>The last answer's fields.</summary>
    public HttpResponseMessage? Last { get; private set; }

    /// <summary>Who the server says it is.</summary>
    public string User { get; private set; } = "";

    public async Task TakeNameAsync(string name)
    {
        JsonElement me = await PostAsync("/api/guest", JsonSerializer.Serialize(new { name }));
        User = me.GetProperty("user").GetString()!;
    }

    public Task<JsonElement> GetAsync(string path, int status = 200, params (string Name, string Value)[] fields) =>
        SendAsync(HttpMethod.Get, path, null, status, fields);

    public Task<JsonElement> PostAsync(string path, string json, int status = 200, params (string Name, string Value)[] fields) => SendAsync(
        HttpMethod.Post, path, new StringContent(json, Encoding.UTF8, "application/json"), status, [("X-Parley", "1"), .. fields]);

    public Task<JsonElement> PostAsync(string path, byte[] content, string type, int status = 200) => SendAsync(
        HttpMethod.Post, path, new ByteArrayContent(content) { Headers = { ContentType = MediaTypeHeaderValue.Parse(type) } }, status, ("X-Parley", "1"));

    public async Task<JsonElement> SendAsync(
        HttpMethod method, string path, HttpContent? content, int status, params (string Name, string Value)[] fields)
    {
        using var request = new HttpRequestMessage(method, new Uri(_host.Address, path)) { Content = content };
        foreach ((string name, string value) in fields)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        Last?.Dispose();
        Last = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        byte[] body = await Last.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        Assert.True(status == (int)Last.StatusCode, $"{path} answered {(int)Last.StatusCode}, not {status}: {Encoding.UTF8.GetString(body)}");
        bool isJson = Last.Content.Headers.ContentType?.MediaType == "application/json";
        JsonElement answer = isJson ? JsonSerializer.Deserialize<JsonElement>(body) : default;
        if (isJson && status >= 400)
        {
            // Whatever is refused is so with a word for programs and a sentence for people.
            Assert.Matches("^[a-z_]+$", answer.GetProperty("error").GetString()!);
            Assert.Matches(@"[.:)?\]}a-z0-9'-]$", answer.GetProperty("message").GetString()!);
        }

        return answer;
    }

    /// <summary>A field of the last answer; empty if it has none.</summary>
    public string Field(string name) => Last!.Headers.TryGetValues(name, out IEnumerable<string>? values)
        || Last.Content.Headers.TryGetValues(name, out values) ? string.Join(", ", values) : "";

    /// <summary>Opens a session with the browser's cookies, or with a token.</summary>
    public SessionClient Connect(string? token = null, Action<SessionClientStateChange>? onStateChanged = null, string? origin = null)
    {
        var client = SessionClient.Connect(new SessionClientOptions
        {
            Uri = _host.Socket,
            Token = token is null ? null : _ => ValueTask.FromResult<string?>(token),
            MinPause = TimeSpan.FromMilliseconds(5),
            MaxPause = TimeSpan.FromMilliseconds(200),
            OnStateChanged = onStateChanged,
            WebSocket = new WebSocketClientOptions
            {
                Cookies = token is null ? Cookies : null,
                Fields = origin is null ? [] : [KeyValuePair.Create("Origin", origin)],
            },
        });
        _sessions.Add(client);
        return client;
    }

    /// <summary>Opens a session and joins a room.</summary>
    public async Task<Seat> JoinAsync(string room, SessionJoinOptions? options = null, string? token = null)
    {
        SessionClient client = Connect(token);
        return new Seat(client, RoomNames.GroupOf(room), await Within.Time(client.JoinAsync(RoomNames.GroupOf(room), options)));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (SessionClient session in _sessions)
        {
            await session.DisposeAsync();
        }

        Last?.Dispose();
        _http.Dispose();
    }
}
