using System.Globalization;

namespace Parley.ClientCost;

/// <summary>Every client once, on as many connections, .NET's own first or last in turn.</summary>
internal static class Round
{
    private const string Baseline = "ClientWebSocket";

    private static readonly (string Name, Func<Uri, CancellationToken, Task<IEcho>> Open)[] _clients =
    [
        (Baseline, FrameworkEcho.OpenAsync),
        ("Parley", static (uri, token) => ParleyEcho.OpenAsync(uri, ReaderThread.Loop, token)),
        ("Parley, ReaderThread.Pool", static (uri, token) => ParleyEcho.OpenAsync(uri, ReaderThread.Pool, token)),
    ];

    public static async Task RunAsync(Uri uri, int connections, int round, TimeSpan time)
    {
        var samples = new Dictionary<string, Sample>(StringComparer.Ordinal);
        IEnumerable<(string Name, Func<Uri, CancellationToken, Task<IEcho>> Open)> order = round % 2 == 0 ? _clients.Reverse() : _clients;
        foreach ((string name, Func<Uri, CancellationToken, Task<IEcho>> open) in order)
        {
            samples[name] = await Sample.TakeAsync(open, uri, connections, time);
        }

        foreach ((string name, _) in _clients)
        {
            Sample sample = samples[name];
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {connections} | {round} | {name} | {sample.PerSecond:N0} | {sample.CpuMicroseconds:0.00} us | {samples[Baseline].CpuMicroseconds / sample.CpuMicroseconds:0.00} |"));
        }
    }
}
