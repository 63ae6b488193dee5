using Parley.Protocol;

namespace Parley.Channels;

/// <summary>One thing that a consumer has to be told.</summary>
internal readonly struct ConsumerEvent
{
    private ConsumerEvent(ConsumerEventKind kind) => Kind = kind;

    public static ConsumerEvent Connect { get; } = new(ConsumerEventKind.Connect);

    public ConsumerEventKind Kind { get; }

    public LeasedMessage Message { get; private init; }

    public GroupEvent? GroupEvent { get; private init; }

    public CloseCode CloseCode { get; private init; }

    public string? Reason { get; private init; }

    /// <summary>What it adds to a mailbox.</summary>
    public int Size => Kind switch
    {
        ConsumerEventKind.Message => Message.Message.Data.Length,
        ConsumerEventKind.GroupEvent => GroupEvent!.Data.Length,
        _ => 0,
    };

    public static ConsumerEvent Received(MessageType type, ReadOnlySpan<byte> payload) =>
        new(ConsumerEventKind.Message) { Message = new LeasedMessage(type, payload) };

    public static ConsumerEvent Of(GroupEvent groupEvent) =>
        new(ConsumerEventKind.GroupEvent) { GroupEvent = groupEvent };

    public static ConsumerEvent Disconnect(CloseCode code, string reason) =>
        new(ConsumerEventKind.Disconnect) { CloseCode = code, Reason = reason };
}
