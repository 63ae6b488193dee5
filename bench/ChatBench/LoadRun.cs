using System.Diagnostics;
using System.Globalization;
using System.Text;
using Parley.Channels;

namespace Parley.ChatBench;

/// <summary>Many sessions on one server, with its history on the disk, and how long what they say takes to be heard.</summary>
internal sealed class LoadRun(string program, int sessions, int rooms, int rate, int seconds)
{
    private const int JoiningAtOnce = 100;

    private static readonly TimeSpan _warming = TimeSpan.FromSeconds(3);

    private readonly Latencies _heard = new();
    private readonly Latencies _answered = new();
    private readonly SessionClient[] _clients = new SessionClient[sessions];
    private bool _isCounted;
    private long _missing;

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("parley-load-");
        int port = ServerProcess.FreePort();
        await using var server = ServerProcess.Chat(program, port, rooms, "--data", folder.FullName);
        await server.StartAsync(cancellationToken);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var joining = Stopwatch.StartNew();
        for (int i = 0; i < sessions; i += JoiningAtOnce)
        {
            await Task.WhenAll(Enumerable.Range(i, Math.Min(JoiningAtOnce, sessions - i)).Select(number => JoinAsync(number, port, end.Token)));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{sessions} sessions in {rooms} rooms, joined in {joining.Elapsed.TotalSeconds:0.0} s"));
        await SayAsync(_warming, cancellationToken);
        _isCounted = true;
        (TimeSpan cpu, _) = server.Measure();
        int said = await SayAsync(TimeSpan.FromSeconds(seconds), cancellationToken);
        (TimeSpan cpuAfter, long memory) = server.Measure();
        await WaitForAllAsync(cancellationToken);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{said} messages in {seconds} s, {_heard.Count} deliveries, {_missing} missing"));
        Console.WriteLine($"from publish to delivery: {_heard}");
        Console.WriteLine($"from publish to stored:   {_answered}");
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"server: {(cpuAfter - cpu).TotalSeconds / seconds * 100:0} % of one processor, {memory / 1048576.0:0} MiB"));
        await end.CancelAsync();
        foreach (SessionClient client in _clients)
        {
            await client.DisposeAsync();
        }

        await server.DisposeAsync();
        folder.Delete(recursive: true);
        return _missing == 0 ? 0 : 1;
    }

    private async Task JoinAsync(int number, int port, CancellationToken cancellationToken)
    {
        string token = Tokens.Make(number);
        var client = SessionClient.Connect(new SessionClientOptions
        {
            Uri = new Uri($"ws://127.0.0.1:{port}/chat"),
            Token = _ => ValueTask.FromResult<string?>(token),
        });
        _clients[number] = client;

        // As the page does for the room that is open.
        SessionSubscription room = await client.JoinAsync(RoomOf(number), cancellationToken: cancellationToken);
        _ = ReadAsync(room, cancellationToken);
    }

    private async Task ReadAsync(SessionSubscription room, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (SessionEvent told in room.ReadAllAsync(cancellationToken))
            {
                if (told is SessionPublication { Data.Span: var data } && Counted(data) is { } sentAt)
                {
                    _heard.Add(sentAt);
                    Interlocked.Decrement(ref _missing);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The run has ended.
        }
    }

    // {"text":"m TIME What somebody would say"}: only what was said while it counts has a time.
    private static long? Counted(ReadOnlySpan<byte> data)
    {
        ReadOnlySpan<byte> start = "{\"text\":\"m "u8;
        return data.StartsWith(start) && System.Buffers.Text.Utf8Parser.TryParse(data[start.Length..], out long time, out _) ? time : null;
    }

    private async Task<int> SayAsync(TimeSpan length, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        var dice = new Random(1);
        int said = 0;
        var answers = new List<Task>();
        using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (clock.Elapsed < length && await ticks.WaitForNextTickAsync(cancellationToken))
        {
            for (; said < clock.Elapsed.TotalSeconds * rate && clock.Elapsed < length; said++)
            {
                int who = dice.Next(sessions);
                answers.Add(SayAsync(who, cancellationToken));
            }
        }

        await Task.WhenAll(answers);
        return said;
    }

    private async Task SayAsync(int who, CancellationToken cancellationToken)
    {
        long now = Stopwatch.GetTimestamp();
        bool isCounted = _isCounted;
        if (isCounted)
        {
            Interlocked.Add(ref _missing, MembersOf(who));
        }

        string mark = isCounted ? $"m {now}" : "warming";
        string text = $$"""{"text":"{{mark}} Something that somebody says to the others in a room."}""";
        await _clients[who].PublishAsync(RoomOf(who), Encoding.UTF8.GetBytes(text), cancellationToken: cancellationToken);
        if (isCounted)
        {
            _answered.Add(now);
        }
    }

    private async Task WaitForAllAsync(CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        while (Interlocked.Read(ref _missing) > 0 && clock.Elapsed < TimeSpan.FromSeconds(20))
        {
            await Task.Delay(20, cancellationToken);
        }
    }

    private GroupName RoomOf(int number) => new($"room.room-{number % rooms}");

    private int MembersOf(int number) => (sessions / rooms) + (number % rooms < sessions % rooms ? 1 : 0);
}
