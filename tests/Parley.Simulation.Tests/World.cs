using System.Globalization;
using Parley.Channels;
using Parley.Testing;

namespace Parley.Simulation.Tests;

/// <summary>Servers, clients, the cluster between the servers, and the time: all that a simulation moves.</summary>
internal sealed class World
{
    private readonly TestClock _clock = new();
    private readonly ErrorLog _log = new();
    private readonly List<Server> _dead = [];
    private readonly InMemoryCluster _cluster;
    private int _lastServer;

    public World(Plan plan)
    {
        Plan = plan;
        Random = new Random(plan.Seed);
        Trace = new Trace(plan.KeepsTrace);
        TimeSpan resend = plan.Defect == ClusterDefect.ForgetsIds
            ? TimeSpan.FromMilliseconds(1)
            : HistoryOptions.Default.ResendWindow;
        _cluster = new InMemoryCluster(_clock, new InMemoryClusterOptions
        {
            Delivery = ClusterDelivery.ByHand,
            History = new HistoryOptions { MaxPublications = plan.MaxPublications, ResendWindow = resend },
            Defect = plan.Defect,
        });
        GroupNames = [.. Enumerable.Range(0, plan.Groups).Select(static i => new GroupName($"group-{i}"))];
        Oracle = new Oracle(plan, group => _cluster.History.ReadOldest(group));
        _cluster.Streams.Kept = Oracle.OnKept;
        for (int i = 0; i < plan.Servers; i++)
        {
            StartServer();
        }

        Clients = [.. Enumerable.Range(0, plan.Clients).Select(CreateClient)];
    }

    public Plan Plan { get; }

    public Random Random { get; }

    public Trace Trace { get; }

    public Oracle Oracle { get; }

    public IReadOnlyList<GroupName> GroupNames { get; }

    public List<Server> Servers { get; } = [];

    public IReadOnlyList<Client> Clients { get; }

    public InMemoryCluster Cluster => _cluster;

    public int StrayCount => Servers.Concat(_dead).SelectMany(static server => server.Loops).Sum(static loop => loop.StrayCount);

    public void StartServer()
    {
        Servers.Add(Server.Start(++_lastServer, _cluster, Plan, _log));
        Trace.Add("start", _lastServer);
    }

    public void Crash(Server server)
    {
        Trace.Add("crash", server.Number);
        Servers.Remove(server);
        _dead.Add(server);
        _cluster.Crash(server.Node);
        foreach (Client client in Clients)
        {
            if (client.Line?.Server == server)
            {
                client.Line.Break();
            }
        }
    }

    public void CutOff(Server server)
    {
        Trace.Add("cut", server.Number);
        server.IsCutOff = true;
        _cluster.CutOff(server.Node);
    }

    public void Heal(Server server)
    {
        Trace.Add("heal", server.Number);
        server.IsCutOff = false;
        _cluster.Heal(server.Node);
    }

    public void LoseHistory()
    {
        Trace.Add("history lost");
        foreach (GroupName group in GroupNames)
        {
            Oracle.OnLosing(group);
        }

        _cluster.LoseHistory();
    }

    public void Connect(Client client)
    {
        Server server = Pick(Servers);
        Trace.Add("connect", client.Number, server.Number);
        client.Connect(server.Connect(Random.Next(server.Loops.Count), client.User));
    }

    /// <summary>Lets the time pass for everybody.</summary>
    public void Advance(TimeSpan time)
    {
        _clock.Advance(time);
        foreach (Server server in Servers)
        {
            server.Clock.Advance(time);
            foreach (SimulatedLoop loop in server.Loops)
            {
                loop.SweepOnce();
            }
        }
    }

    public T Pick<T>(IReadOnlyList<T> all) => all[Random.Next(all.Count)];

    /// <summary>Where a group's stream stands.</summary>
    public StreamPosition HeadOf(string group) => _cluster.History.GetHead(new GroupName(group));

    /// <summary>What no client's doing and no fault may lead to.</summary>
    public void CheckServers()
    {
        foreach (Exception fault in Servers.Concat(_dead).SelectMany(static server => server.Loops).SelectMany(static loop => loop.Faults))
        {
            throw new BrokenPromiseException($"work on a loop threw {fault}");
        }

        Oracle.Require(_log.Errors.Count == 0, string.Join("; ", _log.Errors));
    }

    private Client CreateClient(int number)
    {
        // Some users have two windows open.
        string? user = Random.Next(3) == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"u{Random.Next(Plan.Clients)}");
        return new Client(
            number,
            user,
            GroupNames.Select(name => new ClientGroup(name.Value, Oracle) { IsFromStart = Random.Next(2) == 0 }),
            Oracle,
            Trace);
    }
}
