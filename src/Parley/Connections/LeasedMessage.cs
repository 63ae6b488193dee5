using System.Buffers;
using Parley.Protocol;

namespace Parley;

/// <summary>A message copied out of the transport's buffer into an array on loan from a pool.</summary>
public readonly struct LeasedMessage
{
    private readonly byte[]? _array;
    private readonly int _length;
    private readonly MessageType _type;

    /// <summary>Copies a message.</summary>
    /// <param name="type">Text or binary.</param>
    /// <param name="payload">The bytes.</param>
    public LeasedMessage(MessageType type, ReadOnlySpan<byte> payload)
    {
        _type = type;
        _length = payload.Length;
        _array = ArrayPool<byte>.Shared.Rent(payload.Length);
        payload.CopyTo(_array);
    }

    /// <summary>The message. Valid until <see cref="Return"/>.</summary>
    public Message Message => new(_type, _array.AsMemory(0, _length));

    /// <summary>Gives the array back, once. Nothing happens for a message that was never made.</summary>
    public void Return()
    {
        if (_array is not null)
        {
            ArrayPool<byte>.Shared.Return(_array);
        }
    }
}
