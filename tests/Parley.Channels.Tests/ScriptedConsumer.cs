using System.Text;
using Parley.Protocol;

namespace Parley.Channels.Tests;

/// <summary>A consumer that writes down what it is told, and does what a test gives it to do.</summary>
internal sealed class ScriptedConsumer(List<string> events) : Consumer
{
    public Func<ScriptedConsumer, ValueTask>? Connecting { get; init; }

    public Func<ScriptedConsumer, string, CancellationToken, ValueTask>? Receiving { get; init; }

    public Func<ScriptedConsumer, GroupEvent, ValueTask>? GroupEventComing { get; init; }

    public Func<ScriptedConsumer, ValueTask>? Disconnecting { get; init; }

    public new ConsumerGroups Groups => base.Groups;

    public new ChannelSender Channels => base.Channels;

    public new ChannelName ChannelName => base.ChannelName;

    public new Scope Scope => base.Scope;

    public new ConnectionAuthentication Authentication => base.Authentication;

    public new string? Subprotocol => base.Subprotocol;

    public ValueTask Accept(string? subprotocol = null) => AcceptAsync(subprotocol);

    public ValueTask Reject(int status, string reason) => RejectAsync(status, reason);

    public ValueTask Reject(CloseCode code, string reason) => RejectAsync(code, reason);

    public ValueTask Say(string text) => SendAsync(text);

    public void Leave(CloseCode code, string reason) => Close(code, reason);

    protected override ValueTask OnConnectAsync(CancellationToken cancellationToken)
    {
        events.Add("connect");
        return Connecting?.Invoke(this) ?? AcceptAsync();
    }

    protected override ValueTask OnReceiveAsync(Message message, CancellationToken cancellationToken)
    {
        string text = Encoding.UTF8.GetString(message.Data.Span);
        events.Add(text);
        return Receiving?.Invoke(this, text, cancellationToken) ?? ValueTask.CompletedTask;
    }

    protected override ValueTask OnGroupEventAsync(GroupEvent groupEvent, CancellationToken cancellationToken)
    {
        events.Add($"{groupEvent.Type}: {groupEvent.GetText()}");
        return GroupEventComing?.Invoke(this, groupEvent) ?? ValueTask.CompletedTask;
    }

    protected override ValueTask OnDisconnectAsync(CloseCode code, string reason)
    {
        events.Add($"disconnect {(int)code} {reason}".TrimEnd());
        return Disconnecting?.Invoke(this) ?? ValueTask.CompletedTask;
    }
}
