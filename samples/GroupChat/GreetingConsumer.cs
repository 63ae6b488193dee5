using Parley.Channels;

namespace GroupChat;

/// <summary>Greets whoever comes.</summary>
internal sealed class GreetingConsumer : Consumer
{
    protected override async ValueTask OnConnectAsync(CancellationToken cancellationToken)
    {
        await AcceptAsync();
        await SendAsync("来了呀客官", cancellationToken);
    }
}
