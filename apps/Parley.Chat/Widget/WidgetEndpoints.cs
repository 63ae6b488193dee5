namespace Parley.Chat;

/// <summary>What the widget asks, from other sites.</summary>
internal sealed class WidgetEndpoints(
    ChatSettings settings, ChatDirectory directory, GuestNames names, TokenSigner signer, RateLimits limits, ChatMetrics metrics, TimeProvider time)
{
    private static readonly TimeSpan _life = TimeSpan.FromDays(400);

    public void Map(WebApplication app)
    {
        app.MapGet("/api/widget", (RequestDelegate)TellAsync);
        app.MapPost("/api/widget/guest", (RequestDelegate)MakeGuestAsync);
    }

    private async Task TellAsync(HttpContext context)
    {
        string id = context.Request.Query["room"].ToString();
        Visitor visitor = Visitor.Of(context);
        ChatState state = await directory.ReadAsync(context.RequestAborted);
        if (state.Find(id) is { } room && room.IsVisibleTo(visitor.User, visitor.IsAdmin))
        {
            await Answers.WriteAsync(
                context,
                new WidgetAnswer(room.Id, room.Title, ChatServer.SocketPath, Limits.Of(settings)),
                ChatJson.Default.WidgetAnswer);
        }
        else
        {
            await Answers.RefuseAsync(context, 404, "no_room", $"There is no room '{id}': name one with data-room.");
        }
    }

    private async Task MakeGuestAsync(HttpContext context)
    {
        if (await Answers.ReadAsync(context, ChatJson.Default.NameRequest, "{\"name\": \"Ada\"}") is not { } request)
        {
            return;
        }

        if (!settings.Guests)
        {
            await Answers.RefuseAsync(context, 403, "no_guests", "This chat takes no guests: give the widget a token of your site.");
        }
        else if (names.Check(request.Name) is { } refusal)
        {
            await Answers.RefuseAsync(context, 400, "bad_name", refusal);
        }
        else if (await limits.TrySignInAsync(context))
        {
            // A tag is kept by whoever shows the token that has it; anybody can claim one.
            bool isKnown = Visitor.Of(context).User is { Kind: UserKind.Guest } known && (request.Tag is null || request.Tag == known.Key);
            string tag = isKnown ? Visitor.Of(context).User!.Key : GuestNames.NewTag();
            if (!isKnown)
            {
                metrics.CountGuest();
            }

            var user = new ChatUser(UserKind.Guest, tag, GuestNames.Clean(request.Name)!);
            string token = signer.Sign(TokenPurpose.Widget, user.Value, time.GetUtcNow() + _life);
            await Answers.WriteAsync(context, new WidgetGuest(token, user.Value), ChatJson.Default.WidgetGuest);
        }
    }
}
