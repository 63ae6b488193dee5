using Parley.Channels;

namespace Parley.Soak;

/// <summary>A client of .NET in its group: it publishes in bursts, and is told everything.</summary>
internal sealed class SoakClient : IAsyncDisposable
{
    // More than are sent before one is answered would never be seen out of order.
    private const int Burst = 10;

    private readonly SessionClient _client;
    private readonly GroupName _group;
    private readonly MemberRecord _record;
    private readonly Tally _tally;
    private readonly Random _dice;
    private readonly List<Task> _waiting = [];
    private readonly SemaphoreSlim _volley = new(0);
    private int _count;

    public SoakClient(Uri address, GroupName group, MemberRecord record, Tally tally, int seed)
    {
        _group = group;
        _record = record;
        _tally = tally;
        _dice = new Random(seed);
        _client = SessionClient.Connect(new SessionClientOptions
        {
            Uri = address,

            // No connection lasts the 5 s after which pauses are short again.
            MinPause = TimeSpan.FromMilliseconds(100),
            MaxPause = TimeSpan.FromSeconds(1),
        });
    }

    public bool IsOnline => _client.State == SessionClientState.Open;

    /// <summary>Publishes some right now.</summary>
    public void Volley() => _volley.Release();

    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        SessionSubscription subscription = await _client.JoinAsync(
            _group, SessionJoinOptions.FromOldest with { Members = SessionMembers.None }, cancellationToken);
        await foreach (SessionEvent told in subscription.ReadAllAsync(cancellationToken))
        {
            if (told is SessionPublication publication)
            {
                _record.OnPublication(publication.Position.Epoch, publication.Position.Offset, publication.GetText());
            }
            else if (told is SessionGap { Range: var gap })
            {
                _record.OnGap(gap.Epoch, gap.From, gap.To);
            }
        }
    }

    /// <summary>Publishes until it is stopped, and then waits until all is answered.</summary>
    public async Task PublishAsync(double rate, CancellationToken stop, CancellationToken cancellationToken)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await _volley.WaitAsync(TimeSpan.FromSeconds(2 * _dice.NextDouble() * Burst / rate), stop);
            }
            catch (OperationCanceledException)
            {
                break;
            }

            for (int i = 0; i < Burst; i++)
            {
                _waiting.Add(PublishAsync($"{_record.Name}:{++_count}", cancellationToken));
            }

            _waiting.RemoveAll(static task => task.IsCompletedSuccessfully);
        }

        await Task.WhenAll(_waiting);
    }

    public ValueTask DisposeAsync()
    {
        _volley.Dispose();
        return _client.DisposeAsync();
    }

    private async Task PublishAsync(string text, CancellationToken cancellationToken)
    {
        _tally.CountSent();
        try
        {
            SessionPublished published = await _client.PublishTextAsync(_group, text, cancellationToken: cancellationToken);
            _record.OnAcknowledged(text, published.Offset, published.IsDuplicate);
        }
        catch (SessionException exception)
        {
            _tally.CountUnknown();
            Console.WriteLine($"{text} is not acknowledged: {exception.Code}: {exception.Message}");
        }
    }
}
