using System.Text;
using Parley.Channels;
using Parley.Channels.Sqlite;
using Parley.Protocol;

namespace Parley.HistoryPeer;

/// <summary>Publishes until the disk is full, makes room, and publishes again.</summary>
internal static class Filler
{
    private static readonly GroupName _group = new("garden");

    public static async Task RunAsync(SqliteHistoryStore store)
    {
        // What can be deleted later.
        string ballast = Path.Combine(Path.GetTempPath(), "ballast");
        await File.WriteAllBytesAsync(ballast, new byte[200_000]);
        long kept = await FillAsync(store);
        Console.WriteLine($"read {await CountAsync(store) - kept} more than acknowledged");
        File.Delete(ballast);
        Console.WriteLine($"then {await PublishAsync(store) - kept} further");
    }

    private static async Task<long> FillAsync(SqliteHistoryStore store)
    {
        long kept = 0;
        try
        {
            while (true)
            {
                kept = await PublishAsync(store);
            }
        }
        catch (HistoryException exception)
        {
            Console.WriteLine($"{exception.Error} after some: {kept > 0}");
            return kept;
        }
    }

    private static async Task<long> PublishAsync(SqliteHistoryStore store)
    {
        Publication publication = Publication.Broadcast(MessageType.Text, Encoding.UTF8.GetBytes(new string('x', 1000)));
        PublishResult result = await store.AppendAsync(_group, publication);
        publication.Release();
        return result.Position.Offset;
    }

    private static async Task<long> CountAsync(SqliteHistoryStore store)
    {
        using HistoryPage page = await store.ReadAsync(_group, HistoryQuery.After(0, HistoryQuery.MaxLimit) with { MaxBytes = int.MaxValue });
        return page.Entries.Count;
    }
}
