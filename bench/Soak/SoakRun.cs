using System.Diagnostics;
using Parley.Channels;

namespace Parley.Soak;

/// <summary>One run: the server and whoever kills it, the clients, and what is said of them.</summary>
internal sealed class SoakRun : IAsyncDisposable
{
    // Before a kill one client of so many publishes a burst, and the kill comes up to so many milliseconds later.
    private const int VolleyOf = 4;
    private const int LongestFlight = 40;

    private static readonly TimeSpan _lineEvery = TimeSpan.FromSeconds(5);

    // After the last kill: everybody comes back, sends again and catches up.
    private static readonly TimeSpan _settling = TimeSpan.FromSeconds(90);

    private readonly SoakSettings _settings;
    private readonly Tally _tally = new();
    private readonly KilledServer[] _servers;
    private readonly KilledRedis? _redis;
    private readonly List<MemberRecord> _records = [];
    private readonly List<SoakClient> _clients = [];
    private readonly Stopwatch _time = new();
    private NodeClients? _node;

    public SoakRun(SoakSettings settings)
    {
        _settings = settings;
        int[] ports = KilledServer.FindPorts(settings.Nodes + 1);
        _redis = settings.Redis == RedisKind.None ? null : new KilledRedis(settings.Folder, ports[^1], settings.Redis);
        IEnumerable<string> arguments =
            _redis?.ServerArguments ?? ["--history", $"sqlite:{Path.Combine(settings.Folder, "room.db")}"];
        _servers = [.. ports[..^1].Select(port => new KilledServer(settings.Server, arguments, port))];
    }

    private int Kills => _servers.Sum(static server => server.Kills);

    /// <summary>Runs to the end.</summary>
    /// <returns>Whether everything is as it should be.</returns>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        await (_redis?.StartAsync(cancellationToken) ?? Task.CompletedTask);
        await Task.WhenAll(_servers.Select(server => server.StartAsync(cancellationToken)));
        AddClients();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _time.Start();
        Task reading = Task.WhenAll(_clients.Select(client => client.ReadAsync(end.Token)));
        double rate = _settings.Rate / Math.Max(1, _settings.Clients);
        Task publishing = Task.WhenAll(_clients.Select(client => client.PublishAsync(rate, stop.Token, end.Token)));
        Task node = _node?.RunAsync(stop.Token, end.Token) ?? Task.CompletedTask;
        Task telling = TellAsync(end.Token);
        await KillAsync(cancellationToken);
        await stop.CancelAsync();
        await SettleAsync(Task.WhenAll(publishing, node), reading, cancellationToken);
        await end.CancelAsync();
        await Task.WhenAny(telling);
        _records.ForEach(static record => record.Check());
        Console.WriteLine($"{(_tally.HasFailed ? "FAILED" : "passed")}: {_settings.Clients} clients, {Kills} kills{RedisKills}, {_tally}");
        return !_tally.HasFailed;
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_clients.Select(static client => client.DisposeAsync().AsTask()));
        if (_node is not null)
        {
            await _node.DisposeAsync();
        }

        await Task.WhenAll(_servers.Select(static server => server.DisposeAsync().AsTask()));
        await (_redis?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    private void AddClients()
    {
        GroupRecord[] groups = [.. Enumerable.Range(0, _settings.Groups).Select(_ => new GroupRecord(_settings.Redis == RedisKind.Forgetful))];
        var nodeRecords = new List<(string Group, MemberRecord Record)>();
        for (int i = 0; i < _settings.Clients; i++)
        {
            int group = i % _settings.Groups;
            var record = new MemberRecord($"{i}", groups[group], _tally);
            _records.Add(record);
            if (i < _settings.NodeClients)
            {
                nodeRecords.Add(($"soak {group}", record));
            }
            else
            {
                _clients.Add(new SoakClient(
                    _servers[i % _servers.Length].Address, new GroupName($"soak {group}"), record, _tally, (_settings.Seed * _settings.Clients) + i));
            }
        }

        if (nodeRecords.Count > 0)
        {
            _node = new NodeClients(_servers[0].Address, nodeRecords, _settings.Rate / _settings.Clients, _tally);
        }
    }

    private async Task KillAsync(CancellationToken cancellationToken)
    {
        var dice = new Random(_settings.Seed);
        while (_time.Elapsed < _settings.Length)
        {
            TimeSpan left = _settings.Length - _time.Elapsed;
            bool kills = _settings.KillEvery > TimeSpan.Zero && _settings.KillEvery < left;
            await Task.Delay(kills ? _settings.KillEvery : left, cancellationToken);
            if (kills)
            {
                // So that a lot is on its way, in every stage of its life.
                _clients.ForEach(client => Volley(dice, client));
                await Task.Delay(dice.Next(LongestFlight), cancellationToken);
                await KillRedisInTimeAsync(cancellationToken);
                KilledServer server = _servers[Kills % _servers.Length];
                await server.KillAsync();
                await server.StartAsync(cancellationToken);
            }
        }
    }

    // Spread over the run, its servers alive.
    private async Task KillRedisInTimeAsync(CancellationToken cancellationToken)
    {
        if (_redis is not null && _redis.Kills < _settings.RedisKills
            && _time.Elapsed > _settings.Length * (_redis.Kills + 1) / (_settings.RedisKills + 1))
        {
            await _redis.KillAsync();
            await _redis.StartAsync(cancellationToken);
        }
    }

    private static void Volley(Random dice, SoakClient client)
    {
        if (dice.Next(VolleyOf) == 0)
        {
            client.Volley();
        }
    }

    private async Task SettleAsync(Task publishing, Task reading, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_settling);
        try
        {
            await Task.WhenAny(publishing.WaitAsync(limit.Token), reading).Unwrap();
            while (_records.Exists(static record => !record.IsUpToDate) || Missing > 0)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), limit.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            _tally.Fail("lost", $"{_tally.Sent - _tally.Acknowledged} are not acknowledged, or not told, {_settling.TotalSeconds:0} s after the last kill");
        }
    }

    private string RedisKills => _redis is null ? "" : FormattableString.Invariant($" and {_redis.Kills} of Redis");

    // What was acknowledged last may not have been told to anybody yet.
    private long Missing => _settings.Redis == RedisKind.Forgetful ? 0 : _tally.Acknowledged - _records.Select(static record => record.Group).Distinct().Sum(static group => group.Newest);

    private async Task TellAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(_lineEvery, cancellationToken);
            int online = _clients.Count(static client => client.IsOnline);
            Console.WriteLine(FormattableString.Invariant(
                $"{_time.Elapsed.TotalSeconds,4:0} s  kills {Kills}{RedisKills}  online {online}  {_tally}"));
        }
    }
}
