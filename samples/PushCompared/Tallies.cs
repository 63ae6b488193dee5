using System.Collections.Concurrent;

namespace PushCompared;

/// <summary>For each page that looks on and each way: the requests, and the bytes of all that went over the wire.</summary>
internal sealed class Tallies : ConcurrentDictionary<(string Viewer, string Way), long[]>
{
    public void Add((string Viewer, string Way) key, int requests, long bytes)
    {
        // Bounded: past a thousand pages the newest go uncounted.
        long[] tally = Count < 3000 || ContainsKey(key) ? GetOrAdd(key, static _ => new long[2]) : new long[2];
        Interlocked.Add(ref tally[0], requests);
        Interlocked.Add(ref tally[1], bytes);
    }

    public object Standing(string viewer, Feed feed) => new
    {
        time = feed.Now,
        lastId = feed.LastId,
        ways = this.Where(item => item.Key.Viewer == viewer).ToDictionary(static item => item.Key.Way, static item => item.Value),
    };
}
