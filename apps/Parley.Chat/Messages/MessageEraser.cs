using System.Text.Json;
using Parley.Channels;

namespace Parley.Chat;

/// <summary>Takes messages out of history for good, and what they showed out of the store.</summary>
internal sealed class MessageEraser(IChannelLayer layer, IChatStorage storage)
{
    private const int AtOnce = 200;

    /// <summary>Erases a message; false if history does not have it, or no more.</summary>
    /// <exception cref="StorageException">History can't be reached.</exception>
    public async ValueTask<bool> EraseAsync(GroupName group, long offset, CancellationToken cancellationToken)
    {
        try
        {
            using HistoryPage page = await layer.ReadHistoryAsync(group, HistoryQuery.After(offset - 1, 1), cancellationToken);
            return page.Entries is [{ } entry] && entry.Offset == offset && await EraseAsync(group, entry, cancellationToken);
        }
        catch (HistoryException exception)
        {
            throw new StorageException(exception.Message);
        }
    }

    /// <summary>Erases all that has been said in a group up to now.</summary>
    /// <exception cref="StorageException">History can't be reached.</exception>
    public async ValueTask EraseAllAsync(GroupName group, CancellationToken cancellationToken)
    {
        try
        {
            long after = 0;
            long last = long.MaxValue;
            while (after < last)
            {
                using HistoryPage page = await layer.ReadHistoryAsync(group, HistoryQuery.After(after, AtOnce), cancellationToken);

                // What is said while this goes on is not of the room that was.
                last = Math.Min(last, page.Head.Offset);
                await Task.WhenAll(page.Entries.Where(entry => entry.Offset <= last)
                    .Select(entry => EraseAsync(group, entry, cancellationToken).AsTask()));
                after = page.HasMore ? page.To : last;
            }
        }
        catch (HistoryException exception)
        {
            throw new StorageException(exception.Message);
        }
    }

    // What a deleted message showed is not to be seen any more, wherever else it was shown.
    private async ValueTask<bool> EraseAsync(GroupName group, HistoryEntry entry, CancellationToken cancellationToken)
    {
        List<string> pictures = entry.Publication.Kind == PublicationKind.Message ? PicturesOf(entry.Publication.Data) : [];
        if (!await layer.EraseAsync(group, entry.Offset, cancellationToken))
        {
            return false;
        }

        foreach (string picture in pictures)
        {
            await storage.DeletePictureAsync(picture, cancellationToken);
        }

        return true;
    }

    private static List<string> PicturesOf(ReadOnlySpan<byte> data)
    {
        List<string> names = [];
        var reader = new Utf8JsonReader(data);
        while (reader.Read())
        {
            bool isUrl = reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("url"u8);
            if (isUrl && reader.Read() && reader.TokenType == JsonTokenType.String && reader.GetString() is { } url && PictureName.IsUrl(url))
            {
                names.Add(url[PictureName.Prefix.Length..]);
            }
        }

        return names;
    }
}
