using System.Globalization;
using Parley.TestSupport;

namespace Parley.Samples.Tests;

/// <summary>The sample RawSocket on three free ports.</summary>
internal sealed class RawSocketServer : IAsyncDisposable
{
    private RawSocketServer(ChildProcess process, int[] ports)
    {
        Process = process;
        Ports = ports;
    }

    public ChildProcess Process { get; }

    /// <summary>In the place of 10083, 8002 and 8003.</summary>
    public int[] Ports { get; }

    public static async Task<RawSocketServer> StartAsync()
    {
        const string announcement = "listening on ws://127.0.0.1:";
        ChildProcess process = Sample.Start("RawSocket", "0", "0", "0");
        await process.WaitForLinesAsync(announcement, 3);
        int[] ports =
        [
            .. process.Output.Split('\n')
                .Where(static line => line.StartsWith(announcement, StringComparison.Ordinal))
                .Select(static line => int.Parse(line[announcement.Length..line.IndexOf("/chatsocket", StringComparison.Ordinal)], CultureInfo.InvariantCulture)),
        ];
        return new RawSocketServer(process, ports);
    }

    public ValueTask DisposeAsync() => Process.DisposeAsync();
}
