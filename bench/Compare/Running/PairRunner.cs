using Parley.Compare.Peers;

namespace Parley.Compare.Running;

/// <summary>
/// Measures a pair in turns. Both servers live for the whole time, on one core, and the one that isn't measured has
/// nothing to do; for some workloads each run has a server of its own.
/// </summary>
internal sealed class PairRunner(Settings settings)
{
    private readonly LoadRunner _load = new(settings);

    /// <summary>Measures all rounds. What goes wrong ends the pair, not the comparison.</summary>
    public async Task<PairResult> RunAsync(Pair pair, CancellationToken cancellationToken)
    {
        var rounds = new List<Round>();
        try
        {
            if (pair.Workload.IsFresh)
            {
                await RunFreshAsync(pair, rounds, cancellationToken);
            }
            else
            {
                await RunTogetherAsync(pair, rounds, cancellationToken);
            }

            return new PairResult(pair, rounds, null);
        }
        catch (CompareException exception)
        {
            Console.WriteLine("  " + exception.Message);
            return new PairResult(pair, rounds, exception.Message);
        }
    }

    private async Task RunTogetherAsync(Pair pair, List<Round> rounds, CancellationToken cancellationToken)
    {
        using Server first = await Server.StartAsync(pair.Base, pair.Workload.Path, cancellationToken);
        using Server second = await Server.StartAsync(pair.Peer, pair.Workload.Path, cancellationToken);
        double warmup = settings.FirstWarmup;
        await TakeTurnsAsync(
            rounds,
            () => _load.RunAsync(pair.Workload, first, warmup, cancellationToken),
            () => _load.RunAsync(pair.Workload, second, warmup, cancellationToken),
            () => warmup = settings.Warmup);
    }

    private Task RunFreshAsync(Pair pair, List<Round> rounds, CancellationToken cancellationToken) => TakeTurnsAsync(
        rounds,
        () => RunOnceAsync(pair.Workload, pair.Base, isStalled: false, cancellationToken),
        () => RunOnceAsync(pair.Workload, pair.Peer, pair.Workload.HasStalledReader, cancellationToken),
        static () => { });

    private async Task<Measurement> RunOnceAsync(
        Workload workload, Contender contender, bool isStalled, CancellationToken cancellationToken)
    {
        using Server server = await Server.StartAsync(contender, workload.Path, cancellationToken);
        using StalledReader? stalled = isStalled ? await StalledReader.ConnectAsync(server.Url, cancellationToken) : null;
        return await _load.RunAsync(workload, server, settings.FirstWarmup, cancellationToken);
    }

    // Who goes first changes with each round, so that a machine that becomes slower or faster wrongs neither.
    private async Task TakeTurnsAsync(
        List<Round> rounds, Func<Task<Measurement>> measureBase, Func<Task<Measurement>> measurePeer, Action afterRound)
    {
        for (int i = 0; i < settings.Rounds; i++)
        {
            Measurement? peerBefore = i % 2 == 1 ? await measurePeer() : null;
            Measurement @base = await measureBase();
            Measurement peer = peerBefore ?? await measurePeer();
            rounds.Add(new Round(@base, peer));
            Console.WriteLine(FormattableString.Invariant($"  {@base.Cost:N0} and {peer.Cost:N0}: {peer.Cost / @base.Cost:0.00}"));
            afterRound();
        }
    }
}
