using System.Globalization;
using Parley.Protocol;

namespace Parley.Chat;

/// <summary>Who is connected and who is muted.</summary>
internal sealed class AdminPeople(ChatDirectory directory, ConnectionLister connections, TimeProvider time)
{
    /// <summary>What a connection is closed with.</summary>
    public const CloseCode ClosedByAdministrator = (CloseCode)4001;

    /// <summary>What the client is told.</summary>
    public const string ClosedReason = "closed by an administrator";

    private const int MaxMinutes = 366 * 24 * 60;

    private static readonly TimeSpan _closingLife = TimeSpan.FromMinutes(1);

    public void Map(WebApplication app)
    {
        app.MapGet("/api/admin/connections", (RequestDelegate)ListAsync);
        app.MapPost("/api/admin/close", (RequestDelegate)CloseAsync);
        app.MapGet("/api/admin/mutes", (RequestDelegate)ListMutesAsync);
        app.MapPost("/api/admin/mute", (RequestDelegate)MuteAsync);
        app.MapPost("/api/admin/unmute", (RequestDelegate)UnmuteAsync);
    }

    private async Task ListAsync(HttpContext context) => await Answers.WriteAsync(
        context, new ConnectionsAnswer(await connections.ListAsync(context.RequestAborted)), ChatJson.Default.ConnectionsAnswer);

    private async Task CloseAsync(HttpContext context)
    {
        if (await Answers.ReadAsync(context, ChatJson.Default.CloseRequest, "{\"id\": \"...\"}") is not { } request)
        {
            return;
        }

        if (await connections.FindAsync(request.Id, context.RequestAborted) is { } session)
        {
            session.Connection.Close(ClosedByAdministrator, ClosedReason);
        }
        else if (directory.IsShared && request.Id is { Length: > 0 and < 100 } id)
        {
            // Another server has it, and reads this within a second.
            DateTimeOffset end = time.GetUtcNow() + _closingLife;
            await directory.UpdateAsync(state => state with { Closings = [.. state.Closings, new Closing(id, end)] }, context.RequestAborted);
        }
        else
        {
            await Answers.RefuseAsync(context, 404, "no_connection", "There is no such connection, or no more.");
            return;
        }

        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private async Task ListMutesAsync(HttpContext context) => await Answers.WriteAsync(
        context, MutesAnswer.Of(await directory.ReadAsync(context.RequestAborted), time.GetUtcNow()), ChatJson.Default.MutesAnswer);

    private async Task MuteAsync(HttpContext context)
    {
        if (await Answers.ReadAsync(context, ChatJson.Default.MuteRequest, "{\"user\": \"g:ab12cd34:Ada\", \"minutes\": 60}") is not { } request)
        {
            return;
        }

        if (ChatUser.IdOf(request.User) is not { } id || request.Minutes is not (>= 1 and <= MaxMinutes))
        {
            await Answers.RefuseAsync(context, 400, "bad_request", string.Create(
                CultureInfo.InvariantCulture,
                $"user is expected as sessions have it, such as g:ab12cd34:Ada, and minutes from 1 to {MaxMinutes}."));
            return;
        }

        string name = ChatUser.TryParse(request.User, out ChatUser? user) ? user.Name : "";
        var mute = new Mute(id, name, time.GetUtcNow().AddMinutes(request.Minutes.Value));
        await directory.UpdateAsync(
            state => state with { Mutes = [.. state.Mutes.Where(other => other.User != id), mute] }, context.RequestAborted);
        await Answers.WriteAsync(context, MuteAnswer.Of(mute), ChatJson.Default.MuteAnswer);
    }

    private async Task UnmuteAsync(HttpContext context)
    {
        if (await Answers.ReadAsync(context, ChatJson.Default.MuteRequest, "{\"user\": \"g:ab12cd34:Ada\"}") is not { } request)
        {
            return;
        }

        string? id = ChatUser.IdOf(request.User);
        bool wasMuted = false;
        await directory.UpdateAsync(
            state =>
            {
                wasMuted = state.Mutes.Any(mute => mute.User == id);
                return state with { Mutes = [.. state.Mutes.Where(mute => mute.User != id)] };
            },
            context.RequestAborted);
        if (wasMuted)
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        }
        else
        {
            await Answers.RefuseAsync(context, 404, "not_muted", "Nobody of that name is muted.");
        }
    }
}
