using TutorialRoom;

WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
builder.Services.AddParley();
WebApplication app = builder.Build();
app.UseFileServer();
app.MapConsumer<ChatConsumer>("/room/{group}/{name}");
app.Run();
