using System.Text.Json;

namespace Parley.Chat;

/// <summary>Shows administrators how the chat is doing: once, or each second as server-sent events.</summary>
internal sealed class AdminOverview(OverviewSource source, IHostApplicationLifetime lifetime, TimeProvider time)
{
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(1);

    public void Map(WebApplication app)
    {
        app.MapGet("/api/admin/overview", (RequestDelegate)ShowAsync);
        app.MapGet("/api/admin/live", (RequestDelegate)StreamAsync);
    }

    private async Task ShowAsync(HttpContext context) =>
        await Answers.WriteAsync(context, await source.GetAsync(context.RequestAborted), ChatJson.Default.Overview);

    private async Task StreamAsync(HttpContext context)
    {
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        using var timer = new PeriodicTimer(_interval, time);
        try
        {
            do
            {
                Overview overview = await source.GetAsync(end.Token);
                byte[] json = JsonSerializer.SerializeToUtf8Bytes(overview, ChatJson.Default.Overview);
                await context.Response.Body.WriteAsync((byte[])[.. "data: "u8, .. json, .. "\n\n"u8], end.Token);
                await context.Response.Body.FlushAsync(end.Token);
            }
            while (await timer.WaitForNextTickAsync(end.Token));
        }
        catch (OperationCanceledException)
        {
            // The page has gone, or the server stops.
        }
    }
}
