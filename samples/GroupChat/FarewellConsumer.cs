using Parley;
using Parley.Channels;

namespace GroupChat;

/// <summary>Answers the first message, and closes.</summary>
internal sealed class FarewellConsumer : Consumer
{
    protected override async ValueTask OnReceiveAsync(Message message, CancellationToken cancellationToken)
    {
        await SendAsync("你好呀你好", cancellationToken);
        Close();
    }
}
