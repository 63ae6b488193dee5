namespace Parley.Channels.Redis;

/// <summary>Bounds what may wait for Redis, over all connections of a client. Any thread may call.</summary>
internal sealed class WaitingQuota(int maxCommands, long maxBytes)
{
    private readonly Lock _gate = new();
    private int _commands;
    private long _bytes;

    /// <summary>How many commands wait.</summary>
    public int Commands => Volatile.Read(ref _commands);

    /// <summary>About how many bytes they take.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Counts one more, or says why not: too much waits already.</summary>
    public RedisOverloadedException? TryTake(int bytes)
    {
        lock (_gate)
        {
            if (_commands >= maxCommands || _bytes >= maxBytes)
            {
                return new RedisOverloadedException(
                    $"{_commands} commands of {_bytes} bytes wait for Redis; {maxCommands} commands of {maxBytes} bytes "
                    + "may. Redis is slower than what is asked of it, or gone.");
            }

            _commands++;
            _bytes += bytes;
            return null;
        }
    }

    public void Release(int bytes)
    {
        lock (_gate)
        {
            _commands--;
            _bytes -= bytes;
        }
    }
}
