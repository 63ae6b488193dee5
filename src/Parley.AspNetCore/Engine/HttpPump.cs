using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.InteropServices;

namespace Parley.AspNetCore;

/// <summary>
/// A transport's handler while Kestrel speaks HTTP: moves bytes between the transport and the pipes, as fast as the
/// slower end takes them. On the loop only.
/// </summary>
internal sealed class HttpPump(EngineConnection connection, Transport transport, ConnectionPipes pipes) : TransportHandler
{
    // How much is given to the transport at a time, so that what a slow peer has yet to read stays in the pipe, where
    // Kestrel counts it.
    private const int PieceSize = 64 * 1024;

    private TaskCompletionSource? _drained;
    private ITransportTaker? _taker;
    private bool _isClosed;

    public override void OnReceived(Span<byte> data)
    {
        pipes.Received.Write(data);
        ValueTask<FlushResult> flush = pipes.Received.FlushAsync();
        if (!flush.IsCompleted)
        {
            transport.PauseReading();
            _ = ResumeAfterAsync(flush);
        }
        else if (flush.GetAwaiter().GetResult().IsCompleted)
        {
            // Nobody reads any more.
            transport.PauseReading();
        }
    }

    public override void OnDrained() => _drained?.TrySetResult();

    public override void OnClosed(Exception? fault)
    {
        _isClosed = true;
        connection.OnTransportClosed(fault);
        _drained?.TrySetResult();
        pipes.ToSend.CancelPendingRead();
    }

    /// <summary>
    /// Hands the transport on as soon as it has been given everything that Kestrel has written. It need not be sent: a
    /// peer that does not read has the taker's deadlines from then on.
    /// </summary>
    public void HandOver(ITransportTaker taker)
    {
        if (_isClosed)
        {
            taker.OnGone();
            return;
        }

        _taker = taker;
        _drained?.TrySetResult();
        pipes.ToSend.CancelPendingRead();
    }

    /// <summary>Sends what Kestrel writes until it ends its output, or until the transport is closed or handed on.</summary>
    public async Task SendAsync()
    {
        bool isCompleted = false;
        try
        {
            while (!isCompleted && !_isClosed)
            {
                if (!pipes.ToSend.TryRead(out ReadResult result))
                {
                    if (_taker is not null)
                    {
                        break;
                    }

                    // Goes on on the loop: that is where the pipe's readers are scheduled.
                    result = await pipes.ToSend.ReadAsync().ConfigureAwait(false);
                }

                ReadOnlySequence<byte> rest = result.Buffer;
                while (Send(ref rest) == FlushStatus.Pending && _taker is null)
                {
                    _drained = new TaskCompletionSource();
                    await _drained.Task.ConfigureAwait(false);
                    if (!transport.Loop.IsCurrent)
                    {
                        await transport.Loop.SwitchTo();
                    }
                }

                Stage(rest);
                pipes.ToSend.AdvanceTo(result.Buffer.End);
                isCompleted = result.IsCompleted;
            }

            Finish();
        }
        catch (Exception exception)
        {
            // Kestrel has ended its output with a fault, or a handler has a defect.
            transport.Close(exception);
            _taker?.OnGone();
        }

        pipes.ToSend.Complete();
    }

    // Sends until nothing is left or the peer takes no more.
    private FlushStatus Send(ref ReadOnlySequence<byte> rest)
    {
        var status = FlushStatus.Flushed;
        while (!rest.IsEmpty && status == FlushStatus.Flushed)
        {
            ReadOnlySequence<byte> piece = rest.Slice(0, Math.Min(rest.Length, PieceSize));
            Stage(piece);
            rest = rest.Slice(piece.End);
            status = transport.Flush();
        }

        return status;
    }

    private void Stage(in ReadOnlySequence<byte> bytes)
    {
        foreach (ReadOnlyMemory<byte> part in bytes)
        {
            transport.Write(part.Span);
        }
    }

    private void Finish()
    {
        if (_isClosed)
        {
            _taker?.OnGone();
        }
        else if (_taker is { } taker)
        {
            GiveTo(taker);
        }
        else
        {
            transport.CloseOutput();
            transport.Close();
        }
    }

    private void GiveTo(ITransportTaker taker)
    {
        // It may have been paused because the pipe was full.
        transport.ResumeReading();
        bool isTaken = false;
        if (pipes.Input.TryRead(out ReadResult waiting))
        {
            foreach (ReadOnlyMemory<byte> part in waiting.Buffer)
            {
                Give(taker, MemoryMarshal.AsMemory(part).Span, ref isTaken);
            }

            pipes.Input.AdvanceTo(waiting.Buffer.End);
        }

        if (!isTaken)
        {
            Give(taker, [], ref isTaken);
        }

        transport.Handler.OnBatchEnd();
    }

    private void Give(ITransportTaker taker, Span<byte> bytes, ref bool isTaken)
    {
        if (isTaken)
        {
            transport.Handler.OnReceived(bytes);
            return;
        }

        isTaken = true;
        taker.OnTaken(transport, bytes);
    }

    // Goes on on the loop: that is where the pipe's writers are scheduled.
    private async Task ResumeAfterAsync(ValueTask<FlushResult> flush)
    {
        FlushResult result = await flush.ConfigureAwait(false);
        if (!result.IsCompleted && !_isClosed && transport.Handler == this)
        {
            transport.ResumeReading();
        }
    }
}
