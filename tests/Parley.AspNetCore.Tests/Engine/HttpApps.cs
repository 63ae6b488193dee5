using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Parley.TestSupport;

namespace Parley.AspNetCore.Tests.Engine;

/// <summary>One application on each carrier, whose answers must not differ.</summary>
public sealed class HttpApps : IAsyncLifetime
{
    public const int LargeSize = 10_000_000;
    public const int LargestBody = 12_000_000;

    private readonly Dictionary<Carrier, EngineApp> _apps = [];

    internal EngineApp this[Carrier carrier]
    {
        get
        {
            Assert.SkipUnless(_apps.ContainsKey(carrier), "epoll is Linux's; run the tests on Linux");
            return _apps[carrier];
        }
    }

    public async ValueTask InitializeAsync()
    {
        foreach (Carrier carrier in Enum.GetValues<Carrier>().Where(static carrier => carrier != Carrier.Epoll || OperatingSystem.IsLinux()))
        {
            _apps[carrier] = await EngineApp.StartAsync(carrier, Map, Limit);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (EngineApp app in _apps.Values)
        {
            await app.DisposeAsync();
        }
    }

    internal static void Map(WebApplication app)
    {
        app.UseWebSockets();
        app.MapGet("/", static () => "hello");
        app.MapMethods("/", ["HEAD"], static (HttpContext context) => context.Response.ContentLength = 5);
        app.MapGet("/large", static context =>
        {
            context.Response.ContentLength = LargeSize;
            return context.Response.Body.WriteAsync(new byte[LargeSize]).AsTask();
        });
        app.MapGet("/pieces", static async context =>
        {
            for (int i = 0; i < 20; i++)
            {
                await context.Response.WriteAsync($"piece {i}\n");
                await context.Response.Body.FlushAsync();
            }
        });
        app.MapPost("/echo", EchoAsync);
        app.MapPost("/count", static async context =>
        {
            long count = 0;
            byte[] buffer = new byte[10_000];
            while (await context.Request.Body.ReadAsync(buffer) is var read and > 0)
            {
                count += read;
            }

            await context.Response.WriteAsync($"{count} bytes");
        });
        app.MapPost("/ignore", static () => "unread");
        app.MapGet("/throw", static context => throw new InvalidOperationException("a defect of the application"));
        app.MapPost("/break", static async context =>
        {
            await BeginAsync(context);
            throw new InvalidOperationException("a defect of the application");
        });
        app.MapPost("/abort", static async context =>
        {
            await BeginAsync(context);
            context.Abort();
        });
        app.MapGet("/raw", static async context =>
        {
            await using Stream stream = await context.Features.GetRequiredFeature<IHttpUpgradeFeature>().UpgradeAsync();
            await stream.CopyToAsync(stream);
        });
        app.MapGet("/peer", static context => context.Response.WriteAsync(
            $"{context.Connection.LocalIpAddress} {context.Connection.RemoteIpAddress} {context.Connection.RemotePort > 0}"));
        app.Map("/framework", static async context =>
        {
            using System.Net.WebSockets.WebSocket socket = await context.WebSockets.AcceptWebSocketAsync();
            byte[] buffer = new byte[1000];
            System.Net.WebSockets.ValueWebSocketReceiveResult result = await socket.ReceiveAsync(buffer.AsMemory(), default);
            await socket.SendAsync(buffer.AsMemory(0, result.Count), result.MessageType, endOfMessage: true, default);
            await socket.CloseAsync(System.Net.WebSockets.WebSocketCloseStatus.NormalClosure, "done", default);
        });
    }

    // What comes in chunks is answered in one, or its parts would depend on how the packets came.
    private static async Task EchoAsync(HttpContext context)
    {
        context.Response.ContentLength = context.Request.ContentLength;
        if (context.Request.ContentLength is not null)
        {
            await context.Request.Body.CopyToAsync(context.Response.Body);
            return;
        }

        using var all = new MemoryStream();
        await context.Request.Body.CopyToAsync(all);
        await context.Response.Body.WriteAsync(all.GetBuffer().AsMemory(0, (int)all.Length));
    }

    // The client has seen the beginning once it sends its body.
    private static async Task BeginAsync(HttpContext context)
    {
        await context.Response.WriteAsync("begun");
        await context.Response.Body.FlushAsync();
        await context.Request.Body.ReadExactlyAsync(new byte[1]);
    }

    private static void Limit(KestrelServerOptions kestrel)
    {
        kestrel.Listen(System.Net.IPAddress.Loopback, 0);
        kestrel.Limits.MaxRequestBodySize = LargestBody;

        // A busy machine must not be taken for a slow client.
        kestrel.Limits.MinRequestBodyDataRate = null;
        kestrel.Limits.MinResponseDataRate = null;
        kestrel.Limits.RequestHeadersTimeout = Within.Limit * 2;
    }
}
