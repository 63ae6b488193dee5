namespace Parley.Channels.Tests.Grouping;

/// <summary>A consumer with a method for each kind of data that an event can have.</summary>
internal partial class ChattyConsumer : Consumer
{
    private static readonly GroupName _group = new("garden");

    protected override async ValueTask OnConnectAsync(CancellationToken cancellationToken)
    {
        await Groups.AddAsync(_group, cancellationToken);
        await AcceptAsync();
    }

    protected override ValueTask OnReceiveAsync(Message message, CancellationToken cancellationToken) =>
        SendAsync(ChannelName.Value, cancellationToken);

    protected override ValueTask OnGroupEventAsync(GroupEvent groupEvent, CancellationToken cancellationToken) =>
        SendAsync($"other {groupEvent.Type}", cancellationToken);

    [GroupEvent("chat.text")]
    private ValueTask OnTextAsync(string text, CancellationToken cancellationToken) =>
        SendAsync($"text {text}", cancellationToken);

    [GroupEvent("chat.bytes")]
    private ValueTask OnBytesAsync(ReadOnlyMemory<byte> bytes) => SendAsync($"bytes {bytes.Length}");

    [GroupEvent("chat.whole")]
    private ValueTask OnEventAsync(GroupEvent groupEvent) => SendAsync($"whole {groupEvent.Type} {groupEvent.GetText()}");

    [GroupEvent("chat.line", typeof(ChatJson))]
    private ValueTask OnLineAsync(ChatLine line, CancellationToken cancellationToken) =>
        SendAsync($"{line.Author}: {line.Text}", cancellationToken);

    [GroupEvent("chat.bell")]
    protected virtual void OnBell() => _ = SendAsync("bell").AsTask();
}
