using System.Buffers;
using Parley.Protocol;

namespace Parley;

/// <summary>A message copied into a pooled array, to be returned to the pool.</summary>
/// <param name="Type">Text or binary.</param>
/// <param name="Array">The array, which may be longer than the message; null for none.</param>
/// <param name="Length">The message's length.</param>
internal readonly record struct LeasedMessage(MessageType Type, byte[]? Array, int Length)
{
    public Message Message => new(Type, Array.AsMemory(0, Length));

    public static LeasedMessage Copy(MessageType type, ReadOnlySpan<byte> payload)
    {
        if (payload.IsEmpty)
        {
            return new LeasedMessage(type, [], 0);
        }

        byte[] array = ArrayPool<byte>.Shared.Rent(payload.Length);
        payload.CopyTo(array);
        return new LeasedMessage(type, array, payload.Length);
    }

    public void Return()
    {
        if (Array is { Length: > 0 })
        {
            ArrayPool<byte>.Shared.Return(Array);
        }
    }
}
