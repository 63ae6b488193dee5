using GroupChat;

WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
builder.Services.AddParley();

// One setting shares the groups with other servers: ConnectionStrings:Redis.
if (builder.Configuration.GetConnectionString("Redis") is { Length: > 0 } redis)
{
    builder.Services.AddRedis(redis);
}

WebApplication app = builder.Build();
app.UseFileServer();

// For pages of any origin: this is a sample.
RouteGroupBuilder sockets = app.MapGroup("");
sockets.MapConsumer<GreetingConsumer>("/greeting/");
sockets.MapConsumer<FarewellConsumer>("/farewell/");
sockets.MapConsumer<ChatConsumer>("/room/{group}/");
sockets.AllowOrigins("*");
app.Run();
