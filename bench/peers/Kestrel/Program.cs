// ASP.NET Core's own WebSockets: `Kestrel PORT` serves /echo and /broadcast on 127.0.0.1, as one would write it with care.
using System.Globalization;
using System.Net;
using Parley.Peers.Kestrel;

WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
builder.Logging.ClearProviders();
builder.WebHost.ConfigureKestrel(kestrel =>
{
    kestrel.AddServerHeader = false;
    kestrel.Listen(IPAddress.Loopback, int.Parse(args[0], CultureInfo.InvariantCulture));
});
WebApplication app = builder.Build();

// Without pings, as the other peers.
app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = Timeout.InfiniteTimeSpan });
app.Map("/echo", Echo.RunAsync);
app.Map("/broadcast", new Broadcast().RunAsync);
app.Run();
