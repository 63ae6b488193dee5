using Parley.Compare.Peers;

namespace Parley.Compare;

/// <summary>All workloads.</summary>
internal static class Workloads
{
    private static readonly Target _formsTarget = new(1.15, IsUpper: true);

    /// <summary>The five that all peers are measured by.</summary>
    public static IReadOnlyList<Workload> Main { get; } =
    [
        Echo("echo", "echo, 20 bytes, 200 connections, 1 message in flight", 200) with { Targets = Against(1.05, 2.6) },
        Echo("echo-deep", "echo, 20 bytes, 100 connections, 16 messages in flight", 100) with
        {
            InFlight = 16,
            Targets = Against(1.3, 5),
        },
        Echo("echo-16k", "echo, 16 KiB, 50 connections, 1 message in flight", 50) with
        {
            Size = 16 * 1024,
            Targets = Against(1.7, 4.5),
        },
        Broadcast("broadcast-100x100", "broadcast, 20 bytes, 100 senders to the 100 of them", 100, 100) with
        {
            Targets = Against(2.3, 6),
        },
        Broadcast("broadcast-1x1000", "broadcast, 20 bytes, 1 sender to 1,000 members", 1, 1000) with
        {
            Targets = Against(0.9, 2.3),
        },
    ];

    public static Workload Idle { get; } =
        new("idle", "idle, 15,000 connections", "idle", Metric.Idle) { Connections = 15_000, IsFresh = true };

    public static Workload Handshake { get; } =
        new("handshake", "handshakes, 50 at a time", "handshake", Metric.Handshake) { Connections = 50 };

    public static IReadOnlyList<Workload> Scaling { get; } =
    [
        .. ((int[])[100, 1000, 5000, 15_000]).Select(static connections =>
            Echo("scaling", "echo, 20 bytes, 1 message in flight, with ever more connections", connections) with
            {
                Label = FormattableString.Invariant($"{connections:N0} connections"),
            }),
    ];

    public static IReadOnlyList<Workload> Forms { get; } =
    [
        .. ((int[])[1, 16]).Select(static inFlight =>
            Echo("forms", "echo, 20 bytes, 100 connections, by Parley's own forms", 100) with
            {
                Label = $"{inFlight} in flight",
                InFlight = inFlight,
                Targets = new Dictionary<string, Target> { ["delegate"] = _formsTarget, ["consumer"] = _formsTarget },
            }),
    ];

    /// <summary>What an ASP.NET Core app pays less with the engine, and hardly more than without ASP.NET Core.</summary>
    public static IReadOnlyList<Workload> InAspNetCore { get; } =
    [
        Echo("engine-echo", "in ASP.NET Core: echo, 20 bytes, 200 connections, 1 message in flight", 200) with
        {
            Targets = AgainstEngine(kestrel: 2.3),
        },
        Broadcast("engine-broadcast", "in ASP.NET Core: broadcast, 20 bytes, 100 senders to the 100 of them", 100, 100) with
        {
            Targets = AgainstEngine(kestrel: 2.3),
        },
        new("engine-idle", "in ASP.NET Core: idle, 5,000 connections", "idle", Metric.Idle)
        {
            Connections = 5000,
            IsFresh = true,
            Targets = new Dictionary<string, Target> { [Contenders.Kestrel] = new Target(1) },
        },
    ];

    public static Workload Stalled { get; } =
        Broadcast("stalled", "broadcast, 4 KiB, 1 sender to 1,000 members, without and with one more that never reads", 1, 1000) with
        {
            // Messages so large that what the kernel holds for the stalled member is full soon.
            Size = 4096,
            IsFresh = true,
            HasStalledReader = true,
        };

    /// <summary>A room on a node, its publications through Redis: by the native layer, and by the one in Django's format.</summary>
    public static IReadOnlyList<Workload> RedisRooms { get; } =
    [
        .. Room("redis-room", "through Redis: 20 bytes, 10 senders to the 50 of them, one node").Select(static workload => workload with
        {
            Targets = new Dictionary<string, Target> { [Contenders.Django] = new Target(100) },
        }),
        .. Room("redis-core", "through Redis, both in Django's format: 20 bytes, 10 senders to the 50 of them, one node"),
    ];

    /// <summary>Members of two nodes with Redis between, beside those of one server without.</summary>
    public static IReadOnlyList<Workload> RedisNodes { get; } =
    [
        .. (((int, int)[])[(100, 100), (10, 50)]).Select(static load =>
            ThroughRedis("redis-nodes", "two nodes with Redis between, 20 bytes", load.Item1, load.Item2) with
            {
                Label = $"{load.Item1} senders to {load.Item2}",
                Targets = new Dictionary<string, Target> { [Contenders.SignalR] = new Target(3) },
            }),
    ];

    public static IEnumerable<string> Groups =>
        [.. Main.Select(static workload => workload.Group), Idle.Group, Handshake.Group, "scaling", "forms",
            .. InAspNetCore.Select(static workload => workload.Group), Stalled.Group,
            "redis-room", "redis-core", "redis-nodes"];

    private static Dictionary<string, Target> Against(double bun, double kestrel) =>
        new() { [Contenders.Bun] = new Target(bun), [Contenders.Kestrel] = new Target(kestrel) };

    // At most 1.15 times the standalone server's time: at least 0.87 the other way round.
    private static Dictionary<string, Target> AgainstEngine(double kestrel) =>
        new() { [Contenders.Ours] = new Target(1 / 1.15), [Contenders.Kestrel] = new Target(kestrel) };

    private static Workload Echo(string group, string title, int connections) =>
        new(group, title, "echo", Metric.Echo) { Connections = connections };

    private static IEnumerable<Workload> Room(string group, string title) => ((int[])[1, 4]).Select(inFlight =>
        ThroughRedis(group, title, 10, 50) with { Label = $"{inFlight} in flight", InFlight = inFlight });

    private static Workload ThroughRedis(string group, string title, int senders, int receivers) =>
        Broadcast(group, title, senders, receivers) with { IsThroughRedis = true };

    private static Workload Broadcast(string group, string title, int senders, int receivers) =>
        new(group, title, "broadcast", Metric.Broadcast) { Connections = receivers, Senders = senders };
}
