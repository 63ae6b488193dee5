using Parley.Protocol;

namespace Parley;

/// <summary>Publications for the members of one shard: as frames that lie together, and one by one.</summary>
/// <param name="Start">Where the first frame begins in <see cref="FanOut.Bytes"/>.</param>
/// <param name="End">Where the last frame ends.</param>
/// <param name="PayloadBytes">How many of these bytes are payload.</param>
/// <param name="Messages">The same, one by one, for members that need them so.</param>
/// <param name="Delivery">What is done about members that read too slowly.</param>
internal readonly record struct FanOutBatch(
    int Start, int End, int PayloadBytes, ArraySegment<PreparedMessage> Messages, Delivery Delivery)
{
    /// <summary>Whom each message leaves out, in the messages' order; empty if none leaves anybody out.</summary>
    public ArraySegment<WebSocketConnection?> Exceptions { get; init; }

    /// <summary>Whether one of the messages leaves a member out.</summary>
    public bool Excepts(WebSocketConnection member) => Exceptions.AsSpan().Contains(member);

    /// <summary>Takes from the front the messages up to the next one that leaves a member out, and that one away.</summary>
    /// <param name="member">The member.</param>
    /// <param name="part">Messages that are for the member; may be empty.</param>
    /// <returns>What lies behind.</returns>
    public FanOutBatch Split(WebSocketConnection member, out FanOutBatch part)
    {
        int next = Exceptions.AsSpan().IndexOf(member);
        if (next < 0)
        {
            part = First(Messages.Count);
            return default;
        }

        part = First(next);
        return new FanOutBatch(part.End + Messages[next].Frame.Length, End, 0, Messages[(next + 1)..], Delivery)
        {
            Exceptions = Exceptions[(next + 1)..],
        };
    }

    private FanOutBatch First(int count)
    {
        (int end, int payloadBytes) = (Start, 0);
        for (int i = 0; i < count; i++)
        {
            end += Messages[i].Frame.Length;
            payloadBytes += Messages[i].Payload.Length;
        }

        return new FanOutBatch(Start, end, payloadBytes, Messages[..count], Delivery);
    }
}
