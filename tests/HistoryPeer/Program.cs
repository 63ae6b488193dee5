using Parley.Channels;
using Parley.Channels.Sqlite;
using Parley.HistoryPeer;

// Another process for the tests of history in a file.
try
{
    var options = new HistoryOptions { MaxPublications = 1_000_000 };
    await using SqliteHistoryStore store = await SqliteHistoryStore.OpenAsync(args[1], options);
    await (args[0] switch
    {
        "publish" => Publisher.RunAsync(store, run: args[2]),
        "fill" => Filler.RunAsync(store),
        _ => throw new ArgumentException("'publish' or 'fill' is expected.", nameof(args)),
    });
}
catch (HistoryException exception)
{
    Console.WriteLine($"{exception.Error}: {exception.Message}");
}
