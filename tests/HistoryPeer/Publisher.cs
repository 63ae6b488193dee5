using System.Text;
using Parley.Channels;
using Parley.Channels.Sqlite;
using Parley.Protocol;

namespace Parley.HistoryPeer;

/// <summary>Publishes until it is killed, and prints what was acknowledged.</summary>
internal static class Publisher
{
    private const int Publishers = 8;

    public static async Task RunAsync(SqliteHistoryStore store, string run)
    {
        StreamPosition head = await store.GetHeadAsync(new GroupName("0"));
        Print($"epoch {head.Epoch} .");
        await Task.WhenAll(Enumerable.Range(0, Publishers).Select(publisher => PublishAsync(store, run, publisher)));
    }

    private static async Task PublishAsync(SqliteHistoryStore store, string run, int publisher)
    {
        var group = new GroupName($"{publisher % 2}");
        for (int number = 0; true; number++)
        {
            // Some are long, so that the log is folded into the file now and then.
            string text = $"{run}-{publisher}-{number}{new string('x', number % 7 == 0 ? 5000 : 0)}";
            var origin = new PublicationOrigin($"{run}-{publisher}-{number}");
            Publication publication = Publication.Broadcast(MessageType.Text, Encoding.UTF8.GetBytes(text), origin);
            PublishResult result = await store.AppendAsync(group, publication);
            publication.Release();
            Print($"acknowledged {group} {result.Position.Offset} {text} .");
        }
    }

    // A killed process may leave half a line: only one with its full stop counts.
    private static void Print(string line)
    {
        Console.Out.WriteLine(line);
        Console.Out.Flush();
    }
}
