using System.Globalization;

namespace Parley.Chat;

/// <summary>Makes, changes and deletes rooms, and deletes messages.</summary>
internal sealed class AdminRooms(ChatDirectory directory, RoomTeller teller, RoomRemover remover, MessageEraser eraser)
{
    private const int MaxInvited = 10_000;
    private const int MaxInvitedName = 256;

    public void Map(WebApplication app)
    {
        app.MapPost("/api/admin/rooms", (RequestDelegate)ChangeAsync);
        app.MapPost("/api/admin/rooms/delete", (RequestDelegate)RemoveAsync);
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
        await remover.FinishAsync(request.Id!, context.RequestAborted);
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
        await Answers.WriteAsync(context, state.Find(request.Id!)! with { Makers = null }, ChatJson.Default.Room);
    }

    private async Task RemoveAsync(HttpContext context)
    {
        if (await Answers.ReadAsync(context, ChatJson.Default.DeleteRoomRequest, "{\"id\": \"garden\"}") is not { } request)
        {
            return;
        }

        if (request.Id == remover.First)
        {
            await Answers.RefuseAsync(
                context, 409, "first_room", $"The room {request.Id} stays: it is the first of --rooms, which everybody can end up in. Change its rule or its title.");
        }
        else if (await remover.RemoveAsync(request.Id ?? "", context.RequestAborted) is not { } state)
        {
            await Answers.RefuseAsync(context, 404, "no_room", $"There is no room {request.Id}, or no more.");
        }
        else
        {
            await teller.TellAsync(state);
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        }
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

        if (!await eraser.EraseAsync(RoomNames.GroupOf(room.Id), request.Offset.Value, context.RequestAborted))
        {
            await Answers.RefuseAsync(context, 404, "no_message", "History does not have this message, or no more.");
            return;
        }

        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }
}
