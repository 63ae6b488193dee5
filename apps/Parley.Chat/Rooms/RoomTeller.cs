using System.Text.Json;
using Parley.Channels;

namespace Parley.Chat;

/// <summary>Tells the group <c>chat.rooms</c>, on all servers, which rooms there are.</summary>
internal sealed class RoomTeller(IChannelLayer layer)
{
    public async ValueTask TellAsync(ChatState state)
    {
        byte[] data = JsonSerializer.SerializeToUtf8Bytes(RoomsSnapshot.Of(state), ChatJson.Default.RoomsSnapshot);
        var publication = Publication.Create(PublicationKind.Message, DataForm.Json, data);
        try
        {
            await layer.PublishAsync(RoomNames.Directory, publication);
        }
        catch (HistoryException exception)
        {
            throw new StorageException(exception.Message);
        }
        finally
        {
            publication.Release();
        }
    }
}
