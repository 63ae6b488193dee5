using System.Globalization;
using System.Text.Json;
using Parley.Channels;

namespace Parley.Chat;

/// <summary>Makes and changes rooms, and deletes messages.</summary>
internal sealed class AdminRooms(ChatDirectory directory, RoomTeller teller, IChannelLayer layer, IChatStorage storage)
{
    private const int MaxInvited = 10_000;
    private const int MaxInvitedName = 256;

    public void Map(WebApplication app)
    {
        app.MapPost("/api/admin/rooms", (RequestDelegate)ChangeAsync);
        app.MapPost("/api/admin/delete", (RequestDelegate)DeleteAsync);
    }

    private async Task ChangeAsync(HttpContext context)
    {
        const string expected = "{\"id\": \"garden\", \"title\": \"Garden\", \"rule\": \"open\", \"invited\": [\"ada\"]}, with a rule of open, invited or read-only";
        if (await Answers.ReadAsync(context, ChatJson.Default.RoomRequest, expected) is not { } request)
        {
            return;
        }

        string? title = RoomNames.CleanTitle(request.Title);
        if (request.Title is not null && title is null)
        {
            await Answers.RefuseAsync(context, 400, "bad_title", $"A room's title has 1 to {RoomNames.MaxTitle} characters, and none that can't be seen.");
        }
        else if ((request.Id ?? (title is null ? null : RoomNames.IdFor(title))) is not { } id || !RoomNames.IsId(id))
        {
            await Answers.RefuseAsync(context, 400, "bad_id", "A room's id has 1 to 60 of the letters a to z, digits and hyphens.");
        }
        else if (request.Invited is { } invited && (invited.Count > MaxInvited || invited.Any(static name => name is not { Length: >= 1 and <= MaxInvitedName })))
        {
            await Answers.RefuseAsync(context, 400, "bad_invited", string.Create(
                CultureInfo.InvariantCulture, $"invited has at most {MaxInvited} names of 1 to {MaxInvitedName} characters."));
        }
        else
        {
            await ChangeAsync(context, request with { Id = id, Title = title });
        }
    }

    private async Task ChangeAsync(HttpContext context, RoomRequest request)
    {
        ChatState state = await directory.UpdateAsync(
            state =>
            {
                Room old = state.Find(request.Id!) ?? new Room(request.Id!, request.Title ?? request.Id!, RoomRule.Open, []);
                return state.With(old with
                {
                    Title = request.Title ?? old.Title,
                    Rule = request.Rule ?? old.Rule,
                    Invited = request.Invited ?? old.Invited,
                });
            },
            context.RequestAborted);
        await teller.TellAsync(state);
        await Answers.WriteAsync(context, state.Find(request.Id!)!, ChatJson.Default.Room);
    }

    private async Task DeleteAsync(HttpContext context)
    {
        if (await Answers.ReadAsync(context, ChatJson.Default.DeleteRequest, "{\"room\": \"lobby\", \"offset\": 57}") is not { } request)
        {
            return;
        }

        ChatState state = await directory.ReadAsync(context.RequestAborted);
        if (request.Offset is not > 0 || state.Find(request.Room ?? "") is not { } room)
        {
            await Answers.RefuseAsync(context, 404, "no_message", "There is no such room, or no such message in it.");
            return;
        }

        GroupName group = RoomNames.GroupOf(room.Id);
        IReadOnlyList<string> pictures = await ReadPicturesAsync(group, request.Offset.Value, context.RequestAborted);
        if (!await EraseAsync(group, request.Offset.Value, context.RequestAborted))
        {
            await Answers.RefuseAsync(context, 404, "no_message", "History does not have this message, or no more.");
            return;
        }

        foreach (string picture in pictures)
        {
            await storage.DeletePictureAsync(picture, context.RequestAborted);
        }

        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private async ValueTask<bool> EraseAsync(GroupName group, long offset, CancellationToken cancellationToken)
    {
        try
        {
            return await layer.EraseAsync(group, offset, cancellationToken);
        }
        catch (HistoryException exception)
        {
            throw new StorageException(exception.Message);
        }
    }

    // What a deleted message showed is not to be seen any more, wherever else it was shown.
    private async ValueTask<IReadOnlyList<string>> ReadPicturesAsync(GroupName group, long offset, CancellationToken cancellationToken)
    {
        try
        {
            using HistoryPage page = await layer.ReadHistoryAsync(group, HistoryQuery.After(offset - 1, 1), cancellationToken);
            return page.Entries is [{ } entry] && entry.Offset == offset ? PicturesOf(entry.Publication.Data) : [];
        }
        catch (HistoryException exception)
        {
            throw new StorageException(exception.Message);
        }
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
