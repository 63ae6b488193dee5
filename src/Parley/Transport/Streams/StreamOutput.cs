using System.Net.Security;
using System.Net.Sockets;
using Parley.Protocol;

namespace Parley;

/// <summary>The sending half of a <see cref="StreamTransport"/>: what is staged, and the one write under way.</summary>
internal sealed class StreamOutput(StreamTransport transport, Stream stream) : IDisposable
{
    private PooledBufferWriter _writing = new();
    private bool _isWriting;
    private bool _isCompleting;
    private bool _isTlsEnded;

    public PooledBufferWriter Staged { get; private set; } = new();

    public long UnsentBytes => (long)Staged.WrittenCount + _writing.WrittenCount;

    public FlushStatus Flush()
    {
        if (_isWriting)
        {
            return FlushStatus.Pending;
        }

        if (Staged.WrittenCount == 0)
        {
            return FlushStatus.Flushed;
        }

        (_writing, Staged) = (Staged, _writing);
        return Write();
    }

    /// <summary>After everything staged has been sent, ends the stream's output if it can be ended alone.</summary>
    public void Complete()
    {
        _isCompleting = true;
        if (Flush() == FlushStatus.Flushed)
        {
            EndOutput();
        }
    }

    /// <summary>
    /// Tells a TLS peer that the end is no attack, if nothing is being written (RFC 8446 section 6.1). Nobody waits for
    /// it: what does not fit into the socket's buffer is lost with the stream.
    /// </summary>
    public void EndTls()
    {
        if (stream is SslStream tls && !_isWriting && !_isTlsEnded)
        {
            _isTlsEnded = true;
            _ = ShutDownAsync(tls);
        }
    }

    public void Dispose()
    {
        Staged.Dispose();

        // What is being written belongs to the write until it ends.
        if (!_isWriting)
        {
            _writing.Dispose();
        }
    }

    private FlushStatus Write()
    {
        ValueTask write;
        try
        {
            write = stream.WriteAsync(_writing.WrittenMemory, transport.Closing);
            if (write.IsCompleted)
            {
                write.GetAwaiter().GetResult();
                _writing.Clear();
                return FlushStatus.Flushed;
            }
        }
        catch (Exception exception)
        {
            transport.Close(exception);
            return FlushStatus.Closed;
        }

        _isWriting = true;
        _ = FinishAsync(write);
        return FlushStatus.Pending;
    }

    private static async Task ShutDownAsync(SslStream tls)
    {
        try
        {
            await tls.ShutdownAsync().ConfigureAwait(false);
        }
        catch (Exception)
        {
            // The peer has gone, or the stream is closed meanwhile.
        }
    }

    private async Task FinishAsync(ValueTask write)
    {
        Exception? fault = null;
        try
        {
            await write.ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            fault = exception;
        }

        await transport.Loop.SwitchTo();
        _isWriting = false;
        _writing.Clear();
        if (fault is not null)
        {
            transport.Close(fault);
        }
        else if (!transport.IsClosed)
        {
            Continue();
        }
    }

    private void Continue()
    {
        if (Flush() != FlushStatus.Flushed)
        {
            return;
        }

        if (_isCompleting)
        {
            EndOutput();
        }

        transport.Handler.OnDrained();
        transport.Handler.OnBatchEnd();
    }

    private void EndOutput()
    {
        switch (stream)
        {
            case NetworkStream network:
                try
                {
                    network.Socket.Shutdown(SocketShutdown.Send);
                }
                catch (SocketException)
                {
                    // The peer has gone; the read that is under way will say so.
                }

                break;
            case SslStream:
                EndTls();
                break;
            default:
                break;
        }
    }
}
