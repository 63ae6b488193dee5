namespace Parley.Chat;

/// <summary>Deletes the pictures of messages that history has no more, an hour at a time.</summary>
internal sealed class PictureSweeper(FolderStorage storage, ChatSettings settings, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan _interval = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_interval, time);
        try
        {
            do
            {
                await storage.DeletePicturesBeforeAsync(time.GetUtcNow().AddDays(-settings.HistoryDays), stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }
}
