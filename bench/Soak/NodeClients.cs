using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Parley.Soak;

/// <summary>Clients of parley.js, in one Node process, which tells line by line what they were told.</summary>
internal sealed class NodeClients : IAsyncDisposable
{
    private readonly Dictionary<string, MemberRecord> _records;
    private readonly Tally _tally;
    private readonly Process _process;

    public NodeClients(Uri address, List<(string Group, MemberRecord Record)> members, double rate, Tally tally)
    {
        _records = members.ToDictionary(static member => member.Record.Name, static member => member.Record);
        _tally = tally;
        string list = JsonSerializer.Serialize(members.Select(static member => new[] { member.Record.Name, member.Group }));
        var start = new ProcessStartInfo("node", ["--experimental-websocket", "--no-warnings", Script, address.AbsoluteUri, list, rate.ToString(CultureInfo.InvariantCulture)])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        _process = Process.Start(start)!;
    }

    private static string Script => Path.Combine(AppContext.BaseDirectory, "soak.js");

    /// <summary>Runs until it is stopped and all is answered, and goes on telling.</summary>
    public async Task RunAsync(CancellationToken stop, CancellationToken cancellationToken)
    {
        await using CancellationTokenRegistration registration = stop.Register(() => _process.StandardInput.WriteLine("stop"));
        var answered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task reading = ReadAsync(answered, cancellationToken);
        await Task.WhenAny(answered.Task, reading).Unwrap();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private async Task ReadAsync(TaskCompletionSource answered, CancellationToken cancellationToken)
    {
        while (await _process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            JsonArray told = JsonNode.Parse(line)!.AsArray();
            switch ((string?)told[0])
            {
                case "sent":
                    _tally.CountSent();
                    break;
                case "acknowledged":
                    _records[(string)told[1]!].OnAcknowledged((string)told[2]!, (long)told[3]!, (bool)told[4]!);
                    break;
                case "message":
                    _records[(string)told[1]!].OnPublication((string)told[2]!, (long)told[3]!, (string)told[4]!);
                    break;
                case "gap":
                    _records[(string)told[1]!].OnGap((string)told[2]!, (long)told[3]!, (long?)told[4]);
                    break;
                case "failed":
                    _tally.CountUnknown();
                    Console.WriteLine($"{told[2]} is not acknowledged: {told[3]}");
                    break;
                case "answered":
                    answered.TrySetResult();
                    break;
            }
        }

        throw new SoakException("node has ended.");
    }
}
