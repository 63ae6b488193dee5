using Parley.Protocol;

namespace Parley;

/// <summary>
/// A loop's publications on their way to the members of its sets. Publications to one set that follow each other are
/// laid out first and handed to every member at once: that costs each member one step and one send however many they
/// are. On the loop only.
/// </summary>
/// <remarks>
/// Only one set's publications are open at a time. Whatever could overtake them, such as a publication to another set, a
/// direct send or a change of members, commits them first; so each connection gets everything in the order in which the
/// loop was told.
/// </remarks>
internal sealed class FanOut(ConnectionLoop loop)
{
    /// <summary>A longer frame is not worth copying: it is sent from where it lies.</summary>
    public const int MaxSharedFrame = 4096;

    private readonly FanOutBuffer _buffer = new();
    private readonly FanOutMessages _messages = new();
    private ConnectionShard? _shard;
    private Delivery _delivery;
    private int _start;
    private int _payloadBytes;

    /// <summary>Whether publications wait to be handed to their members.</summary>
    public bool IsOpen => _shard is not null;

    /// <summary>How many publications wait.</summary>
    public int Count => _messages.Count;

    /// <summary>The frames of this iteration, one behind the other.</summary>
    public ReadOnlySpan<byte> Bytes => _buffer.Bytes;

    /// <summary>Publishes to a shard's members at the end of the iteration, or as soon as something might overtake it.</summary>
    public void Publish(ConnectionShard shard, PreparedMessage message, in Delivery delivery)
    {
        int size = message.Frame.Length;

        // Whom a message leaves out concerns nobody else: it goes with the others.
        Delivery common = delivery with { Except = null };
        if (_shard != shard || _delivery != common)
        {
            Commit();
        }

        if (size > MaxSharedFrame)
        {
            Commit();
            shard.DeliverLarge(message, delivery);
            return;
        }

        if (!_buffer.HasRoom(size))
        {
            loop.FlushStaged();
        }

        if (_shard is null)
        {
            (_shard, _delivery, _start, _payloadBytes) = (shard, common, _buffer.Count, 0);
        }

        _buffer.Add(message.Frame);
        _messages.Add(message.Retain(), delivery.Except);
        _payloadBytes += message.Payload.Length;
    }

    /// <summary>Hands what is laid out to every member.</summary>
    public void Commit()
    {
        if (_shard is not { } shard)
        {
            return;
        }

        _shard = null;
        try
        {
            shard.Deliver(new FanOutBatch(_start, _buffer.Count, _payloadBytes, _messages.All, _delivery)
            {
                Exceptions = _messages.Exceptions,
            });
        }
        finally
        {
            _messages.Release();
        }
    }

    /// <summary>Commits if a shard's publications are open.</summary>
    public void Commit(ConnectionShard shard)
    {
        if (_shard == shard)
        {
            Commit();
        }
    }

    /// <summary>Every connection has sent or copied its ranges.</summary>
    public void Clear() => _buffer.Clear();
}
