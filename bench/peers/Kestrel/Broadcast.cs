using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Threading.Channels;

namespace Parley.Peers.Kestrel;

/// <summary>
/// Every message goes to everyone, the usual way: a WebSocket allows one send at a time, so each connection has a channel
/// and a loop that sends what is in it. The channel is bounded, and a client that does not read is cut off.
/// </summary>
internal sealed class Broadcast
{
    private static readonly BoundedChannelOptions _bounds = new(10_000) { SingleReader = true };

    private readonly ConcurrentDictionary<Channel<Outgoing>, HttpContext> _members = new();

    public async Task RunAsync(HttpContext context)
    {
        using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync();
        Channel<Outgoing> channel = Channel.CreateBounded<Outgoing>(_bounds);
        _members[channel] = context;
        Task sending = SendAsync(socket, channel.Reader);
        try
        {
            await ReceiveAsync(new MessageReader(socket));
        }
        catch (WebSocketException)
        {
            // The client is gone.
        }

        _members.TryRemove(channel, out _);
        channel.Writer.Complete();
        await sending;
    }

    private static async Task SendAsync(WebSocket socket, ChannelReader<Outgoing> messages)
    {
        try
        {
            await foreach (Outgoing message in messages.ReadAllAsync())
            {
                await socket.SendAsync(message.Data, message.Type, endOfMessage: true, CancellationToken.None);
            }

            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", CancellationToken.None);
        }
        catch (WebSocketException)
        {
            // The client is gone.
        }
    }

    private async Task ReceiveAsync(MessageReader reader)
    {
        while (await reader.ReadAsync())
        {
            // One copy for all: the reader's buffer is used again.
            var message = new Outgoing(reader.Type, reader.Message.ToArray());
            foreach ((Channel<Outgoing> member, HttpContext context) in _members)
            {
                if (!member.Writer.TryWrite(message))
                {
                    context.Abort();
                }
            }
        }
    }

    private readonly record struct Outgoing(WebSocketMessageType Type, ReadOnlyMemory<byte> Data);
}
