using System.Diagnostics;
using System.Globalization;
using Parley.Channels;

namespace Parley.ChatBench;

/// <summary>Servers that share a Redis are restarted one after another, each with SIGTERM, while people chat.</summary>
internal sealed class RollingRun(string program, int nodes, int clients, int rate)
{
    private const int Rooms = 3;

    private static readonly TimeSpan _longestBanner = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan _between = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan _settling = TimeSpan.FromSeconds(30);

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("parley-rolling-");
        int redisPort = ServerProcess.FreePort();
        await using var redis = new ServerProcess(
            "redis-server", "Ready to accept connections", "--port", $"{redisPort}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", folder.FullName);
        await redis.StartAsync(cancellationToken);
        int[] ports = [.. Enumerable.Range(0, nodes).Select(static _ => ServerProcess.FreePort())];
        ServerProcess[] servers =
            [.. ports.Select(port => ServerProcess.Chat(program, port, Rooms, "--redis", $"redis://127.0.0.1:{redisPort}"))];
        using var balancer = new Balancer(ports);
        Chatter[] people = [];
        try
        {
            foreach (ServerProcess server in servers)
            {
                await server.StartAsync(cancellationToken);
            }

            people = [.. Enumerable.Range(0, clients).Select(number => new Chatter(number, new GroupName($"room.room-{number % Rooms}"), balancer.Port))];
            return await RunAsync(servers, people, cancellationToken) ? 0 : 1;
        }
        finally
        {
            await Task.WhenAll(people.Select(static person => person.DisposeAsync().AsTask()));
            await Task.WhenAll(servers.Select(static server => server.DisposeAsync().AsTask()));
            await redis.DisposeAsync();
            folder.Delete(recursive: true);
        }
    }

    private async Task<bool> RunAsync(ServerProcess[] servers, Chatter[] people, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        TaskCompletionSource[] joined = [.. people.Select(static _ => new TaskCompletionSource())];
        Task[] reading = [.. people.Select((person, place) => person.ReadAsync(joined[place], end.Token))];
        await Task.WhenAll(joined.Select(static person => person.Task)).WaitAsync(_settling, cancellationToken);
        Task chatting = ChatAsync(people, stop.Token, cancellationToken);
        foreach (ServerProcess server in servers)
        {
            await Task.Delay(_between, cancellationToken);
            var clock = Stopwatch.StartNew();
            await server.StopAsync();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"a server has stopped after {clock.Elapsed.TotalSeconds:0.0} s"));
            await server.StartAsync(cancellationToken);
        }

        await Task.Delay(_between, cancellationToken);
        await stop.CancelAsync();
        await chatting;
        await SettleAsync(people, cancellationToken);
        bool isGood = Tell(people);
        await end.CancelAsync();
        await Task.WhenAll(reading);
        return isGood;
    }

    private async Task ChatAsync(Chatter[] people, CancellationToken stop, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        var said = new List<Task>();
        while (!stop.IsCancellationRequested)
        {
            await Task.Delay(10, cancellationToken);
            while (said.Count < clock.Elapsed.TotalSeconds * rate)
            {
                said.Add(people[said.Count % people.Length].SayAsync(cancellationToken));
            }
        }

        await Task.WhenAll(said).WaitAsync(_settling, cancellationToken);
    }

    private static async Task SettleAsync(Chatter[] people, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        while (people.Any(person => person.Heard.Count < SaidIn(people, person.Room)) && clock.Elapsed < _settling)
        {
            await Task.Delay(50, cancellationToken);
        }
    }

    private static int SaidIn(Chatter[] people, GroupName room) =>
        people.Where(person => person.Room == room).Sum(static person => person.Acknowledged.Count);

    private static bool Tell(Chatter[] people)
    {
        int lost = 0;
        int doubled = 0;
        int differing = 0;
        foreach (IGrouping<GroupName, Chatter> room in people.GroupBy(static person => person.Room))
        {
            HashSet<string> said = [.. room.SelectMany(static person => person.Acknowledged)];
            IReadOnlyList<string> first = room.First().Heard;
            foreach (Chatter person in room)
            {
                lost += said.Except(person.Heard).Count();
                doubled += person.Heard.Count - person.Heard.Distinct(StringComparer.Ordinal).Count();
                differing += person.Heard.SequenceEqual(first) ? 0 : 1;
            }
        }

        TimeSpan[] banners = [.. people.Select(static person => person.LongestBanner).Order()];
        int gaps = people.Sum(static person => person.Gaps);
        bool isGood = lost + doubled + differing + gaps == 0 && banners[^1] <= _longestBanner;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{(isGood ? "passed" : "FAILED")}: {people.Length} people, {people.Sum(static person => person.Cuts)} reconnections, {people.Sum(static person => person.Acknowledged.Count)} messages, {people.Sum(static person => (long)person.Heard.Count)} deliveries; {lost} lost, {doubled} doubled, {gaps} gaps, {differing} other orders"));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"banner: half of the people saw theirs for {banners[banners.Length / 2].TotalSeconds:0.00} s or less, the longest lasted {banners[^1].TotalSeconds:0.00} s"));
        return isGood;
    }
}
