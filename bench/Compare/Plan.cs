using Parley.Compare.Peers;

namespace Parley.Compare;

/// <summary>Says which pairs are measured.</summary>
internal static class Plan
{
    public static IReadOnlyList<Pair> Make(Settings settings, Contenders contenders)
    {
        string[] names = [.. Workloads.Groups, .. Contenders.Names];
        if (settings.Only.FirstOrDefault(name => !Holds(names, name)) is { } unknown)
        {
            throw new CompareException($"'{unknown}' is neither a workload nor a peer; --help names them.");
        }

        bool isByWorkload = settings.Only.Any(static name => Holds(Workloads.Groups, name));
        bool isByPeer = settings.Only.Any(static name => Holds(Contenders.Names, name));
        IReadOnlyList<Pair> pairs =
        [
            .. All(settings, contenders).Where(pair =>
                (!isByWorkload || Holds(settings.Only, pair.Workload.Group))
                && (!isByPeer || Holds(settings.Only, pair.Peer.Name))),
        ];
        return pairs.Count > 0 ? pairs : throw new CompareException(
            string.Join(' ', ["there is nothing to measure by these names together.", .. contenders.Missing]));
    }

    private static IEnumerable<Pair> All(Settings settings, Contenders contenders)
    {
        string[] quickPeers = [Contenders.Kestrel, Contenders.Bun];
        IEnumerable<Pair> pairs = Workloads.Main.SelectMany(workload => Against(
            contenders, workload, settings.IsWhole ? Contenders.Names : quickPeers));
        return settings.IsWhole
            ? pairs
                .Concat(Against(contenders, Workloads.Idle, quickPeers))
                .Concat(Against(contenders, Workloads.Handshake, quickPeers))
                .Concat(Workloads.Scaling.SelectMany(workload => Against(contenders, workload, [Contenders.Bun])))
                .Concat(Workloads.Forms.SelectMany(workload => Against(contenders, workload, ["delegate", "consumer"], "handler")))
                .Concat(Workloads.InAspNetCore.SelectMany(workload =>
                    Against(contenders, workload, [Contenders.Ours, Contenders.Kestrel], Contenders.Engine)))
                .Concat(Workloads.RedisRooms.SelectMany(workload => Against(
                    contenders, workload, [Contenders.Django], workload.Group == "redis-core" ? Contenders.CoreRoom : Contenders.Room)))
                .Concat(Workloads.RedisNodes.SelectMany(workload =>
                    Against(contenders, workload, [Contenders.SignalR], Contenders.TwoNodes)))
                .Concat(((string[])[Contenders.Ours, .. quickPeers]).SelectMany(name =>
                    Against(contenders, Workloads.Stalled, [name], name)))
            : pairs;
    }

    private static IEnumerable<Pair> Against(
        Contenders contenders, Workload workload, IEnumerable<string> peers, string baseName = Contenders.Ours)
    {
        if (contenders[baseName] is not { } @base)
        {
            yield break;
        }

        foreach (Contender peer in peers.Select(name => contenders[name]).OfType<Contender>())
        {
            // Who needs Redis is in the workloads about it only.
            if ((!peer.SpeaksSignalR || workload.Path == "broadcast") && (!peer.UsesRedis || workload.IsThroughRedis))
            {
                // Both sides get the smaller load, or it would be no pair.
                yield return new Pair(peer.IsSlow && workload.Path == "broadcast" && !workload.IsThroughRedis ? workload.Smaller() : workload, @base, peer);
            }
        }
    }

    private static bool Holds(IEnumerable<string> names, string name) => names.Contains(name, StringComparer.OrdinalIgnoreCase);
}
