using System.Diagnostics;
using System.Text;

namespace Parley.ClientCost;

/// <summary>What one client did in a while, and what it cost this process.</summary>
/// <param name="PerSecond">Messages that came back each second.</param>
/// <param name="CpuMicroseconds">Processor time for each of them, user and system.</param>
internal sealed record Sample(double PerSecond, double CpuMicroseconds)
{
    private const int Size = 20;

    private static readonly TimeSpan _warmup = TimeSpan.FromSeconds(1);

    public static async Task<Sample> TakeAsync(
        Func<Uri, CancellationToken, Task<IEcho>> open, Uri uri, int connections, TimeSpan time)
    {
        byte[] message = Encoding.ASCII.GetBytes(new string('x', Size));
        var echoes = new List<IEcho>();
        for (int i = 0; i < connections; i++)
        {
            echoes.Add(await open(uri, CancellationToken.None));
        }

        using var stop = new CancellationTokenSource();
        Task[] running = [.. echoes.Select(echo => Task.Run(() => echo.RunAsync(message, stop.Token)))];
        await Task.Delay(_warmup);
        Sample sample = await MeasureAsync(echoes, time);
        await stop.CancelAsync();
        await Task.WhenAll(running);
        foreach (IEcho echo in echoes)
        {
            await echo.DisposeAsync();
        }

        return sample;
    }

    private static async Task<Sample> MeasureAsync(List<IEcho> echoes, TimeSpan time)
    {
        (long count, TimeSpan cpu, long start) = (echoes.Sum(static echo => echo.Count), Cpu(), Stopwatch.GetTimestamp());
        await Task.Delay(time);
        long messages = echoes.Sum(static echo => echo.Count) - count;
        return new Sample(
            messages / Stopwatch.GetElapsedTime(start).TotalSeconds, (Cpu() - cpu).TotalMicroseconds / messages);
    }

    private static TimeSpan Cpu()
    {
        using Process process = Process.GetCurrentProcess();
        return process.TotalProcessorTime;
    }
}
