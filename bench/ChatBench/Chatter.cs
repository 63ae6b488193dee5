using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Parley.Channels;

namespace Parley.ChatBench;

/// <summary>Somebody who chats in a room, writes down what they hear, and for how long they would see a banner.</summary>
internal sealed class Chatter : IAsyncDisposable
{
    private readonly List<string> _heard = [];
    private readonly List<string> _acknowledged = [];
    private readonly GroupName _room;
    private readonly int _number;
    private readonly SessionClient _client;
    private long _lostAt;
    private int _said;

    public Chatter(int number, GroupName room, int port)
    {
        _number = number;
        _room = room;
        string token = Tokens.Make(number);
        _client = SessionClient.Connect(new SessionClientOptions
        {
            Uri = new Uri($"ws://127.0.0.1:{port}/chat"),
            Token = _ => ValueTask.FromResult<string?>(token),
            OnStateChanged = OnStateChanged,
        });
    }

    public GroupName Room => _room;

    /// <summary>Everything heard, in its order.</summary>
    public IReadOnlyList<string> Heard => _heard;

    /// <summary>What the server said is kept.</summary>
    public IReadOnlyList<string> Acknowledged => _acknowledged;

    public int Gaps { get; private set; }

    public int Cuts { get; private set; }

    /// <summary>How long the longest time without a connection was.</summary>
    public TimeSpan LongestBanner { get; private set; }

    public async Task ReadAsync(TaskCompletionSource joined, CancellationToken cancellationToken)
    {
        try
        {
            SessionSubscription room = await _client.JoinAsync(_room, SessionJoinOptions.FromOldest, cancellationToken);
            joined.SetResult();
            await foreach (SessionEvent told in room.ReadAllAsync(cancellationToken))
            {
                if (told is SessionPublication publication)
                {
                    lock (_heard)
                    {
                        _heard.Add(JsonDocument.Parse(publication.Data).RootElement.GetProperty("text").GetString()!);
                    }
                }
                else if (told is SessionGap)
                {
                    Gaps++;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The run has ended.
        }
    }

    /// <summary>Says something; it waits in the outbox while there is no connection.</summary>
    public async Task SayAsync(CancellationToken cancellationToken)
    {
        string text = $"{_number}:{Interlocked.Increment(ref _said)}";
        await _client.PublishAsync(_room, Encoding.UTF8.GetBytes($$"""{"text":"{{text}}"}"""), cancellationToken: cancellationToken);
        lock (_acknowledged)
        {
            _acknowledged.Add(text);
        }
    }

    public ValueTask DisposeAsync() => _client.DisposeAsync();

    private void OnStateChanged(SessionClientStateChange change)
    {
        if (change.State == SessionClientState.Open && _lostAt != 0)
        {
            TimeSpan banner = Stopwatch.GetElapsedTime(_lostAt);
            LongestBanner = banner > LongestBanner ? banner : LongestBanner;
            _lostAt = 0;
            Cuts++;
        }
        else if (change.State == SessionClientState.Waiting && _lostAt == 0)
        {
            _lostAt = Stopwatch.GetTimestamp();
        }
    }
}
