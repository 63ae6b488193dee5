using ChatWithHistory;

WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
builder.Services.AddParley();
WebApplication app = builder.Build();
app.UseFileServer();
app.MapWebSocket("/chat", new ChatRoom()).AllowOrigins("*");
app.Run();
