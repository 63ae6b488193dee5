using System.Diagnostics;
using System.Globalization;
using Parley.Channels;
using Parley.Channels.Sqlite;
using Parley.Protocol;

namespace Parley.Micro;

/// <summary>
/// How many publications a second a store acknowledges, with so many on their way at a time: each publisher publishes
/// again when the last one is acknowledged.
/// </summary>
internal static class HistoryThroughput
{
    private const int PayloadSize = 100;

    private static readonly TimeSpan _time = TimeSpan.FromSeconds(2);

    /// <summary>Measures both stores, with and without ids.</summary>
    /// <param name="folder">Where the file is made, which decides on what disk.</param>
    public static async Task RunAsync(string folder)
    {
        string file = Path.Combine(folder, $"history-throughput-{Environment.ProcessId}.db");
        foreach (int publishers in new[] { 1, 10, 100, 1000 })
        {
            foreach (bool hasIds in new[] { false, true })
            {
                await MeasureAsync("sqlite", await SqliteHistoryStore.OpenAsync(file), publishers, hasIds);
                DeleteAll(file);
            }
        }

        await MeasureAsync("memory", new MemoryHistoryStore(), 1, hasIds: false);
        await MeasureAsync("memory", new MemoryHistoryStore(), 1, hasIds: true);
    }

    private static async Task MeasureAsync(string name, IHistoryStore store, int publishers, bool hasIds)
    {
        await using (store)
        {
            await PublishAsync(store, publishers, hasIds, run: 0, TimeSpan.FromSeconds(0.5));
            long processor = Environment.CpuUsage.TotalTime.Ticks;
            var watch = Stopwatch.StartNew();
            long count = await PublishAsync(store, publishers, hasIds, run: 1, _time);
            double seconds = watch.Elapsed.TotalSeconds;
            double cost = (Environment.CpuUsage.TotalTime.Ticks - processor) * 0.1 / count;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{name,-7} {publishers,5} on their way, {(hasIds ? "with" : "without")} ids: {count / seconds,10:N0} a second, {cost,6:N1} us of CPU each"));
        }
    }

    private static async Task<long> PublishAsync(IHistoryStore store, int publishers, bool hasIds, int run, TimeSpan time)
    {
        var watch = Stopwatch.StartNew();
        long[] counts = await Task.WhenAll(Enumerable.Range(0, publishers).Select(async publisher =>
        {
            var group = new GroupName($"group {publisher % 10}");
            byte[] payload = new byte[PayloadSize];
            await Task.Yield();
            long count = 0;
            while (watch.Elapsed < time)
            {
                var origin = new PublicationOrigin(hasIds ? $"{run} {publisher} {count}" : null);
                Publication publication = Publication.Broadcast(MessageType.Text, payload, origin);
                await store.AppendAsync(group, publication);
                publication.Release();
                count++;
            }

            return count;
        }));
        return counts.Sum();
    }

    private static void DeleteAll(string file)
    {
        foreach (string part in new[] { file, file + "-lock" })
        {
            File.Delete(part);
        }
    }
}
