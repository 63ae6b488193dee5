using Gallery;

WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
builder.Services.AddParley();
WebApplication app = builder.Build();
app.UseFileServer();

// Five pages, and behind each a board: what differs is what the pages put on it.
foreach (string name in new[] { "whiteboard", "text", "vote", "game" })
{
    app.MapWebSocket($"/boards/{name}", new Board(maxNotes: 5000, isOpen: true)).AllowOrigins("*");
}

var metrics = new Board(maxNotes: 120, isOpen: false);
_ = ServerMonitor.RunAsync(metrics, app.Lifetime.ApplicationStopping);
app.MapWebSocket("/boards/monitor", metrics).AllowOrigins("*");
app.Run();
