using System.Text;
using ConnectionList;

WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
builder.Services.AddParley();
WebApplication app = builder.Build();
app.UseFileServer();

// One list, whatever the path names: rooms are what GroupChat is for.
var visitors = new Visitors(Encoding.UTF8.GetBytes(app.Configuration["Suffix"] ?? ""));
app.MapWebSocket("/room/{group}/", visitors).AllowOrigins("*");
app.Run();
