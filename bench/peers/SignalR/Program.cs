// SignalR: `SignalR PORT` serves a hub on /broadcast on 127.0.0.1, over WebSockets alone and in the JSON protocol.
using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Http.Connections;
using Parley.Peers.SignalR;

WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
builder.Logging.ClearProviders();
builder.WebHost.ConfigureKestrel(kestrel =>
{
    kestrel.AddServerHeader = false;
    kestrel.Listen(IPAddress.Loopback, int.Parse(args[0], CultureInfo.InvariantCulture));
});
builder.Services.AddSignalR();
WebApplication app = builder.Build();
app.MapHub<BroadcastHub>("/broadcast", static options => options.Transports = HttpTransportType.WebSockets);
app.Run();
