namespace Parley.Chat;

/// <summary>The rooms: <c>/api/rooms</c>.</summary>
internal sealed class RoomEndpoints(
    ChatSettings settings, ChatDirectory directory, RoomTeller teller, RoomRemover remover, RoomMakers makers, RateLimits limits)
{
    /// <summary>Whether somebody may make rooms.</summary>
    public static bool MayCreate(ChatSettings settings, ChatUser? user, bool isAdmin) => isAdmin || settings.RoomCreation switch
    {
        RoomCreation.Everyone => true,
        RoomCreation.People => user is { Kind: UserKind.Person },
        _ => false,
    };

    public void Map(WebApplication app)
    {
        app.MapGet("/api/rooms", (RequestDelegate)ListAsync);
        app.MapPost("/api/rooms", (RequestDelegate)MakeAsync);
    }

    private async Task ListAsync(HttpContext context)
    {
        Visitor visitor = Visitor.Of(context);
        ChatState state = await directory.ReadAsync(context.RequestAborted);
        RoomAnswer[] rooms =
        [
            .. state.Rooms.Where(room => room.IsVisibleTo(visitor.User, visitor.IsAdmin)).Select(room => RoomAnswer.Of(room, visitor)),
        ];
        await Answers.WriteAsync(context, new RoomsAnswer(rooms), ChatJson.Default.RoomsAnswer);
    }

    private async Task MakeAsync(HttpContext context)
    {
        Visitor visitor = Visitor.Of(context);
        if (visitor is { User: null, IsAdmin: false })
        {
            await Answers.RefuseAsync(context, 401, "not_signed_in", visitor.Refusal ?? "Take a name first: POST /api/guest.");
            return;
        }

        if (!MayCreate(settings, visitor.User, visitor.IsAdmin))
        {
            await Answers.RefuseAsync(context, 403, "forbidden", "Not everybody may make rooms here.");
            return;
        }

        if (await Answers.ReadAsync(context, ChatJson.Default.TitleRequest, "{\"title\": \"Garden\"}") is not { } request)
        {
            return;
        }

        if (RoomNames.CleanTitle(request.Title) is not { } title)
        {
            await Answers.RefuseAsync(
                context, 400, "bad_title", $"A room's title has 1 to {RoomNames.MaxTitle} characters, and none that can't be seen.");
        }
        else if (await limits.TryRoomAsync(context))
        {
            await MakeAsync(context, new Room(RoomNames.IdFor(title), title, RoomRule.Open, []) { Makers = makers.Of(visitor) });
        }
    }

    private async Task MakeAsync(HttpContext context, Room room)
    {
        await remover.FinishAsync(room.Id, context.RequestAborted);
        Refusal? refusal = null;
        ChatState state = await directory.UpdateAsync(
            state =>
            {
                refusal = RefusalOf(state, room);
                return refusal is null ? state.With(room) : state;
            },
            context.RequestAborted);
        if (refusal is not null)
        {
            await Answers.RefuseAsync(context, refusal.Error == "enough_rooms" ? 403 : 409, refusal.Error, refusal.Message);
        }
        else
        {
            await teller.TellAsync(state);
            await Answers.WriteAsync(context, RoomAnswer.Of(room, Visitor.Of(context)), ChatJson.Default.RoomAnswer, StatusCodes.Status201Created);
        }
    }

    private Refusal? RefusalOf(ChatState state, Room room)
    {
        if (state.Find(room.Id) is not null)
        {
            return new Refusal("exists", $"There is a room {room.Id} already.");
        }

        if (state.Rooms.Count >= settings.MaxRooms)
        {
            return new Refusal("too_many_rooms", $"There are {settings.MaxRooms} rooms; no more are made.");
        }

        return makers.HaveEnough(state, room.Makers)
            ? new Refusal("enough_rooms", $"You have made {settings.RoomsPerPerson} rooms, and may make no more: ask an administrator to delete one.")
            : null;
    }
}
