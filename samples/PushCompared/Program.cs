using System.Text.Json;
using PushCompared;

WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
builder.WebHost.ConfigureKestrel(static kestrel => kestrel.AddServerHeader = false);
builder.Services.AddParley().AddSingleton<Feed>().AddSingleton<Tallies>();
WebApplication app = builder.Build();
app.UseFileServer();
app.UseMiddleware<HeadCounter>();

// Three ways to one feed. The first asks again and again, the second's answer waits for news, the third is told.
app.MapGet("/polling", static (Feed feed, long after) => Json(feed.After(after)));
app.MapGet("/long-polling", static async (HttpContext context, Feed feed, long after) =>
{
    using var patience = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
    patience.CancelAfter(TimeSpan.FromSeconds(25));
    return Json(await feed.WaitAsync(after, patience.Token));
});
app.MapConsumer<SocketConsumer>("/socket").AllowOrigins("*");

// Beside the race, and not counted: how it stands, and news at once.
app.MapGet("/standing", static (string viewer, Feed feed, Tallies tallies) => tallies.Standing(viewer, feed));
app.MapPost("/now", static (Feed feed) => feed.Publish());

await using var timer = new Timer(static feed => ((Feed)feed!).Publish(), app.Services.GetRequiredService<Feed>(), 0, 1300);
app.Run();

static IResult Json(Feed.Event[] events) => Results.Bytes(JsonSerializer.SerializeToUtf8Bytes(events, JsonSerializerOptions.Web), "application/json");
