using System.Globalization;

namespace Parley.Sessions.Tests.Delivery;

/// <summary>A client in a group: it publishes numbers under its name, and writes down what the group is told.</summary>
internal sealed class Participant : IAsyncDisposable
{
    private static readonly GroupName _lobby = new("lobby");

    private readonly SessionClient _client;
    private readonly string _name;
    private readonly List<string> _transcript = [];
    private readonly List<(string Text, long Offset)> _acknowledged = [];

    public Participant(Uri address, int number)
    {
        _name = number.ToString(CultureInfo.InvariantCulture);
        _client = SessionClient.Connect(new SessionClientOptions
        {
            Uri = address,
            MinPause = TimeSpan.FromMilliseconds(5),
            MaxPause = TimeSpan.FromMilliseconds(200),
            OnStateChanged = change => Cuts += change.State == SessionClientState.Waiting ? 1 : 0,
        });
    }

    /// <summary>Everything told in its order: <c>OFFSET TEXT</c> for what was published, and gaps.</summary>
    public IReadOnlyList<string> Transcript => _transcript;

    /// <summary>What was published, with the offset that its acknowledgement said.</summary>
    public IReadOnlyList<(string Text, long Offset)> Acknowledged => _acknowledged;

    /// <summary>How many connections it has lost.</summary>
    public int Cuts { get; private set; }

    /// <summary>Reads the group from its beginning until it has been told so many publications.</summary>
    public async Task ReadAsync(int count, CancellationToken cancellationToken)
    {
        SessionSubscription subscription = await _client.JoinAsync(_lobby, SessionJoinOptions.FromOldest, cancellationToken);
        int published = 0;
        await foreach (SessionEvent told in subscription.ReadAllAsync(cancellationToken))
        {
            if (told is SessionPublication publication)
            {
                _transcript.Add($"{publication.Position.Offset} {publication.GetText()}");
                if (++published == count)
                {
                    return;
                }
            }
            else if (told is SessionGap)
            {
                _transcript.Add(told.ToString());
            }
        }
    }

    /// <summary>Publishes so many texts, up to a window of them at once.</summary>
    /// <param name="count">How many.</param>
    /// <param name="onAcknowledged">Called after each.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task PublishAsync(int count, Action onAcknowledged, CancellationToken cancellationToken)
    {
        const int Window = 100;
        var waiting = new Queue<(string Text, Task<SessionPublished> Answer)>();
        for (int i = 0; i < count || waiting.Count > 0; i++)
        {
            if (i < count)
            {
                string text = $"{_name}:{i}";
                waiting.Enqueue((text, _client.PublishTextAsync(_lobby, text, cancellationToken: cancellationToken)));
            }

            if (waiting.Count >= Window || i >= count)
            {
                (string text, Task<SessionPublished> answer) = waiting.Dequeue();
                _acknowledged.Add((text, (await answer).Offset));
                onAcknowledged();
            }
        }
    }

    public ValueTask DisposeAsync() => _client.DisposeAsync();
}
