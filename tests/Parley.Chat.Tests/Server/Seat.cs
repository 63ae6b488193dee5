using System.Text;
using System.Text.Json;
using Parley.Channels;
using Parley.TestSupport;

namespace Parley.Chat.Tests.Server;

/// <summary>Somebody's place in a room.</summary>
internal sealed class Seat(SessionClient client, GroupName group, SessionSubscription subscription)
{
    private readonly IAsyncEnumerator<SessionEvent> _events = subscription.ReadAllAsync().GetAsyncEnumerator();

    public SessionClient Client => client;

    public SessionSubscription Subscription => subscription;

    public Task<SessionPublished> SayAsync(string text) => PublishAsync(JsonSerializer.Serialize(new { text }));

    public Task<SessionPublished> PublishAsync(string json) => Within.Time(client.PublishAsync(group, Encoding.UTF8.GetBytes(json)));

    /// <summary>The sentence that the server refused something with.</summary>
    public async Task<string> RefusalOfAsync(string json, string code = "forbidden")
    {
        SessionException refusal = await Assert.ThrowsAsync<SessionException>(() => PublishAsync(json));
        Assert.Equal(code, refusal.Code);
        return refusal.Message;
    }

    /// <summary>The next event of a kind.</summary>
    public async Task<T> NextAsync<T>()
        where T : SessionEvent
    {
        while (await Within.Time(_events.MoveNextAsync()))
        {
            if (_events.Current is T wanted)
            {
                return wanted;
            }
        }

        throw new InvalidOperationException("The room has ended.");
    }

    /// <summary>The text of the next message.</summary>
    public async Task<string> HearAsync() =>
        JsonSerializer.Deserialize<JsonElement>((await NextAsync<SessionPublication>()).Data.Span).GetProperty("text").GetString()!;
}
