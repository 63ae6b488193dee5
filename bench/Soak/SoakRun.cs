using System.Diagnostics;
using Parley.Channels;

namespace Parley.Soak;

/// <summary>One run: the server and whoever kills it, the clients, and what is said of them.</summary>
internal sealed class SoakRun(SoakSettings settings) : IAsyncDisposable
{
    // Before a kill one client of so many publishes a burst, and the kill comes up to so many milliseconds later.
    private const int VolleyOf = 4;
    private const int LongestFlight = 40;

    private static readonly TimeSpan _lineEvery = TimeSpan.FromSeconds(5);

    // After the last kill: everybody comes back, sends again and catches up.
    private static readonly TimeSpan _settling = TimeSpan.FromSeconds(90);

    private readonly Tally _tally = new();
    private readonly KilledServer _server = new(settings);
    private readonly List<MemberRecord> _records = [];
    private readonly List<SoakClient> _clients = [];
    private readonly Stopwatch _time = new();
    private NodeClients? _node;

    /// <summary>Runs to the end.</summary>
    /// <returns>Whether everything is as it should be.</returns>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        await _server.StartAsync(cancellationToken);
        AddClients();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _time.Start();
        Task reading = Task.WhenAll(_clients.Select(client => client.ReadAsync(end.Token)));
        double rate = settings.Rate / Math.Max(1, settings.Clients);
        Task publishing = Task.WhenAll(_clients.Select(client => client.PublishAsync(rate, stop.Token, end.Token)));
        Task node = _node?.RunAsync(stop.Token, end.Token) ?? Task.CompletedTask;
        Task telling = TellAsync(end.Token);
        await KillAsync(cancellationToken);
        await stop.CancelAsync();
        await SettleAsync(Task.WhenAll(publishing, node), reading, cancellationToken);
        await end.CancelAsync();
        await Task.WhenAny(telling);
        _records.ForEach(static record => record.Check());
        Console.WriteLine($"{(_tally.HasFailed ? "FAILED" : "passed")}: {settings.Clients} clients, {_server.Kills} kills, {_tally}");
        return !_tally.HasFailed;
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_clients.Select(static client => client.DisposeAsync().AsTask()));
        if (_node is not null)
        {
            await _node.DisposeAsync();
        }

        await _server.DisposeAsync();
    }

    private void AddClients()
    {
        GroupRecord[] groups = [.. Enumerable.Range(0, settings.Groups).Select(static _ => new GroupRecord())];
        var nodeRecords = new List<(string Group, MemberRecord Record)>();
        for (int i = 0; i < settings.Clients; i++)
        {
            int group = i % settings.Groups;
            var record = new MemberRecord($"{i}", groups[group], _tally);
            _records.Add(record);
            if (i < settings.NodeClients)
            {
                nodeRecords.Add(($"soak {group}", record));
            }
            else
            {
                _clients.Add(new SoakClient(
                    _server.Address, new GroupName($"soak {group}"), record, _tally, (settings.Seed * settings.Clients) + i));
            }
        }

        if (nodeRecords.Count > 0)
        {
            _node = new NodeClients(_server.Address, nodeRecords, settings.Rate / settings.Clients, _tally);
        }
    }

    private async Task KillAsync(CancellationToken cancellationToken)
    {
        var dice = new Random(settings.Seed);
        while (_time.Elapsed < settings.Length)
        {
            TimeSpan left = settings.Length - _time.Elapsed;
            bool kills = settings.KillEvery > TimeSpan.Zero && settings.KillEvery < left;
            await Task.Delay(kills ? settings.KillEvery : left, cancellationToken);
            if (kills)
            {
                // So that a lot is on its way, in every stage of its life.
                _clients.ForEach(client => Volley(dice, client));
                await Task.Delay(dice.Next(LongestFlight), cancellationToken);
                await _server.KillAsync();
                await _server.StartAsync(cancellationToken);
            }
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
            while (_records.Exists(static record => record.Position < record.Group.Newest) || Missing > 0)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), limit.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            _tally.Fail("lost", $"{_tally.Sent - _tally.Acknowledged} are not acknowledged, or not told, {_settling.TotalSeconds:0} s after the last kill");
        }
    }

    // What was acknowledged last may not have been told to anybody yet.
    private long Missing => _tally.Acknowledged - _records.Select(static record => record.Group).Distinct().Sum(static group => group.Newest);

    private async Task TellAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(_lineEvery, cancellationToken);
            int online = _clients.Count(static client => client.IsOnline);
            Console.WriteLine(FormattableString.Invariant(
                $"{_time.Elapsed.TotalSeconds,4:0} s  kills {_server.Kills}  online {online}  {_tally}"));
        }
    }
}
