using System.Net.WebSockets;

namespace Parley.Peers.Kestrel;

/// <summary>Every message comes back to its sender.</summary>
internal static class Echo
{
    public static async Task RunAsync(HttpContext context)
    {
        using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync();
        var reader = new MessageReader(socket);
        try
        {
            while (await reader.ReadAsync())
            {
                await socket.SendAsync(reader.Message, reader.Type, endOfMessage: true, CancellationToken.None);
            }

            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "", CancellationToken.None);
        }
        catch (WebSocketException)
        {
            // The client is gone.
        }
    }
}
