using Microsoft.Extensions.Logging.Abstractions;
using Parley.Testing;
using Parley.TestSupport;

namespace Parley.Channels.Redis.Tests.Presence;

/// <summary>Presence in Redis against <see cref="PresenceSpecification"/>: several nodes, of which some die or fall silent.</summary>
public abstract class PresenceTests : PresenceSpecification, IAsyncDisposable
{
    private static readonly TimeSpan _interval = PresenceOptions.Default.Lease / 3;

    private readonly TestClock _clock = new();
    private readonly string _prefix = $"presence-{Guid.NewGuid():N}";
    private readonly Dictionary<IPresence, CutStore> _stores = [];
    private TimeSpan _forward;

    public static TheoryData<string> Sentences { get; } = new(Rules);

    protected override TimeSpan Patience => Within.Limit;

    protected override PresencePowers Powers => PresencePowers.Nodes | PresencePowers.Death | PresencePowers.Silence;

    [Theory]
    [MemberData(nameof(Sentences))]
    public async Task The_presence_keeps_to_the_rule(string rule) => Assert.Equal(RuleOutcome.Held, await CheckAsync(rule));

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (CutStore store in _stores.Values)
        {
            await store.DisposeAsync();
        }
    }

    private protected abstract Task<RedisOptions> OptionsAsync();

    protected override async ValueTask<IReadOnlyList<IPresence>> CreateNodesAsync(int count)
    {
        RedisOptions options = await OptionsAsync();
        for (int i = 0; i < count; i++)
        {
            var store = new CutStore(new RedisPresenceStore(options, _prefix, NullLogger.Instance, () => _forward));

            // Everything is told at once, since the clock stands still.
            _stores.Add(new ClusterPresence(store, new PresenceOptions { TellAtOnce = int.MaxValue }, _clock), store);
        }

        return [.. _stores.Keys];
    }

    protected override ValueTask KillAsync(IPresence node) => FallSilentAsync(node);

    protected override ValueTask FallSilentAsync(IPresence node)
    {
        _stores[node].IsCut = true;
        return PassLeaseAsync();
    }

    protected override ValueTask ComeBackAsync(IPresence node)
    {
        _stores[node].Heal();
        return PassLeaseAsync();
    }

    // The living renew their leases meanwhile.
    private async ValueTask PassLeaseAsync()
    {
        for (TimeSpan passed = TimeSpan.Zero; passed <= PresenceOptions.Default.Lease; passed += _interval)
        {
            Task rounds = Task.WhenAll(_stores.Values.Where(static store => !store.IsCut).Select(static store => store.NextRound));
            _forward += _interval;

            // A renewal that is still going on lets the next moment for one pass.
            await _clock.AdvanceUntilAsync(rounds);
        }
    }
}
