namespace Parley.Channels.Redis;

/// <summary>Counts what one reply takes, and ends it where the limits do.</summary>
internal sealed class RespBudget(RedisReplyLimits limits)
{
    // A place in its array, and the head of an object on the heap.
    private const int ElementCost = 64;

    private long _elements;
    private long _bytes;

    public void Reset()
    {
        _elements = 0;
        _bytes = 0;
    }

    /// <summary>Counts a value that has begun, and the bytes it holds so far.</summary>
    public void Take(int bytes)
    {
        _bytes += ElementCost + bytes;
        if (++_elements > limits.MaxElements)
        {
            throw new RedisProtocolException($"A reply has more than {limits.MaxElements} values.");
        }

        CheckBytes(_bytes);
    }

    /// <summary>Checks a string's claimed length before anything is read for it.</summary>
    public int CheckLength(long length)
    {
        if (length < 0 || length > limits.MaxBulkLength)
        {
            throw new RedisProtocolException(
                $"A reply has a string of {length} bytes; 0 to {limits.MaxBulkLength} are allowed.");
        }

        _bytes += length;
        CheckBytes(_bytes);
        return (int)length;
    }

    /// <summary>Checks a claimed number of values.</summary>
    public int CheckCount(long count, int factor)
    {
        if (count < 0 || count > (limits.MaxElements - _elements) / factor)
        {
            throw new RedisProtocolException(
                $"A reply has an array of {count} values; {limits.MaxElements} are allowed in all.");
        }

        return (int)count * factor;
    }

    public void CheckDepth(int depth)
    {
        if (depth > limits.MaxDepth)
        {
            throw new RedisProtocolException($"A reply has arrays within arrays, deeper than {limits.MaxDepth}.");
        }
    }

    private void CheckBytes(long bytes)
    {
        if (bytes > limits.MaxReplyBytes)
        {
            throw new RedisProtocolException($"A reply takes more than {limits.MaxReplyBytes} bytes of memory.");
        }
    }
}
