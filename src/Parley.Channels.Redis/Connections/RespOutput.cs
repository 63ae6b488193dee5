using System.Buffers;

namespace Parley.Channels.Redis;

/// <summary>
/// Writes to a stream what any thread appends: one writer at a time, and everything that was appended meanwhile in the
/// next write.
/// </summary>
internal sealed class RespOutput(Stream stream, Action<Exception> onFault)
{
    // A buffer that a burst has made larger is given back.
    private const int KeptCapacity = 256 * 1024;

    private readonly Lock _gate = new();
    private ArrayBufferWriter<byte> _filling = new();
    private ArrayBufferWriter<byte> _spare = new();
    private bool _isWriting;

    /// <summary>Appends a command. It is sent by the next <see cref="Flush"/>.</summary>
    public void Append(RedisCommand command, RedisServer server)
    {
        lock (_gate)
        {
            command.WriteTo(_filling, server);
        }
    }

    /// <summary>Sends what was appended, unless somebody is at it: then they do.</summary>
    public void Flush()
    {
        lock (_gate)
        {
            if (_isWriting || _filling.WrittenCount == 0)
            {
                return;
            }

            _isWriting = true;
        }

        _ = WriteAllAsync();
    }

    // Not on the thread that has appended: what it is about to append goes out with it, in one write. Redis then answers in
    // one, and tells in one, so that what a loop's iteration has published is sent to members together too.
    private async Task WriteAllAsync()
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            while (TakeFilled() is { } filled)
            {
                await stream.WriteAsync(filled.WrittenMemory).ConfigureAwait(false);
                await stream.FlushAsync().ConfigureAwait(false);
                GiveBack(filled);
            }
        }
        catch (Exception exception)
        {
            // Nothing more can be written: it stays marked as being written.
            onFault(exception);
        }
    }

    private ArrayBufferWriter<byte>? TakeFilled()
    {
        lock (_gate)
        {
            if (_filling.WrittenCount == 0)
            {
                _isWriting = false;
                return null;
            }

            ArrayBufferWriter<byte> filled = _filling;
            _filling = _spare;
            return filled;
        }
    }

    private void GiveBack(ArrayBufferWriter<byte> filled)
    {
        if (filled.Capacity > KeptCapacity)
        {
            filled = new ArrayBufferWriter<byte>();
        }

        filled.ResetWrittenCount();
        lock (_gate)
        {
            _spare = filled;
        }
    }
}
