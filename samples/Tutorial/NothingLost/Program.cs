using Parley.Channels;
using Parley.Channels.Sqlite;

WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
string file = builder.Configuration["History"] ?? "room.db";
builder.Services.AddSingleton<IHistoryStore>(await SqliteHistoryStore.OpenAsync(file));
builder.Services.AddParley();
WebApplication app = builder.Build();
app.UseFileServer();
app.MapParleyScript();
app.MapSessions("/rooms");
app.Run();
