using Parley.Channels;

namespace Parley.Peers.Forms;

internal sealed class EchoConsumer : Consumer
{
    protected override ValueTask OnReceiveAsync(Message message, CancellationToken cancellationToken) =>
        SendAsync(message.Type, message.Data, cancellationToken);
}
