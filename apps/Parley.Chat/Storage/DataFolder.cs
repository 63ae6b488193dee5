using Parley.Channels;
using Parley.Channels.Sqlite;

namespace Parley.Chat;

/// <summary>Keeps everything in a folder: history in SQLite, the rest in files.</summary>
internal static class DataFolder
{
    private const long Mebibyte = 1024 * 1024;

    /// <summary>Opens the folder, and puts what is in it among the services.</summary>
    public static async ValueTask<IChatStorage> AddAsync(IServiceCollection services, ChatSettings settings, HistoryOptions options)
    {
        string folder = Path.GetFullPath(settings.Data);
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException($"The data folder {folder} can't be made: {exception.Message} Choose another one: --data PATH");
        }

        // The history is locked by one process, and with it the folder.
        SqliteHistoryStore history = await SqliteHistoryStore.OpenAsync(Path.Combine(folder, "history.db"), options);
        services.AddSingleton<IChannelLayer>(new InProcessLayer(history));
        services.AddSingleton<IPresence>(new InProcessPresence());
        var storage = new FolderStorage(folder, settings.PictureSpace * Mebibyte);

        // Made by the services' own word, so that they dispose it.
        services.AddSingleton<IChatStorage>(_ => storage);
        services.AddHostedService(provider => ActivatorUtilities.CreateInstance<PictureSweeper>(provider, storage));
        return storage;
    }
}
