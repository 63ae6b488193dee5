using System.Buffers;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace Parley;

/// <summary>
/// A transport over any duplex stream: a <see cref="NetworkStream"/>, which is the portable engine, TLS over it, or
/// what a host hands over after an upgrade. It owns the stream, and holds no buffer while nothing comes and nothing waits.
/// </summary>
public sealed class StreamTransport : Transport
{
    private const int ReceiveBufferSize = 32 * 1024;

    private readonly Stream _stream;
    private readonly CancellationTokenSource _closing = new();
    private readonly StreamOutput _output;
    private TaskCompletionSource? _resumed;
    private bool _isReadingPaused;
    private bool _isClosed;

    /// <summary>Makes a transport that reads nothing until it is started.</summary>
    /// <param name="stream">The stream, which the transport disposes.</param>
    /// <param name="loop">The loop it lives on.</param>
    /// <param name="remoteEndPoint">The peer's address, if known.</param>
    public StreamTransport(Stream stream, ConnectionLoop loop, EndPoint? remoteEndPoint = null)
        : base(loop, IdleHandler.Instance)
    {
        _stream = stream;
        RemoteEndPoint = Unmap(remoteEndPoint);
        _output = new StreamOutput(this, stream);
    }

    /// <inheritdoc/>
    public override EndPoint? RemoteEndPoint { get; }

    /// <inheritdoc/>
    public override EndPoint? LocalEndPoint =>
        _isClosed || _stream is not NetworkStream network ? null : Unmap(network.Socket.LocalEndPoint);

    /// <inheritdoc/>
    public override long UnsentBytes => _output.UnsentBytes;

    internal bool IsClosed => _isClosed;

    internal CancellationToken Closing => _closing.Token;

    /// <inheritdoc/>
    public override FlushStatus Flush() => _isClosed ? FlushStatus.Closed : _output.Flush();

    /// <inheritdoc/>
    public override void PauseReading() => _isReadingPaused = true;

    /// <inheritdoc/>
    public override void ResumeReading()
    {
        _isReadingPaused = false;
        _resumed?.TrySetResult();
    }

    /// <inheritdoc/>
    public override void CloseOutput()
    {
        if (!_isClosed)
        {
            _output.Complete();
        }
    }

    /// <inheritdoc/>
    public override void Close(Exception? fault = null)
    {
        if (_isClosed)
        {
            return;
        }

        _isClosed = true;
        if (fault is null)
        {
            _output.EndTls();
        }
        else if (_stream is NetworkStream network)
        {
            // Without a timeout, a socket resets its connection.
            network.Socket.Close(timeout: 0);
        }

        _closing.Cancel();
        _stream.Dispose();
        _output.Dispose();
        _resumed?.TrySetResult();
        NotifyClosed(fault);
    }

    /// <inheritdoc/>
    public override void Advance(int count) => _output.Staged.Advance(count);

    /// <inheritdoc/>
    public override Memory<byte> GetMemory(int sizeHint = 0) => _output.Staged.GetMemory(sizeHint);

    /// <inheritdoc/>
    public override Span<byte> GetSpan(int sizeHint = 0) => _output.Staged.GetSpan(sizeHint);

    /// <inheritdoc/>
    protected override void OnStart() => _ = ReadAsync();

    // A socket that speaks both families calls 127.0.0.1 ::ffff:127.0.0.1, which nobody wants to see in a log.
    private static EndPoint? Unmap(EndPoint? endPoint) => endPoint is IPEndPoint { Address.IsIPv4MappedToIPv6: true } mapped
        ? new IPEndPoint(mapped.Address.MapToIPv4(), mapped.Port)
        : endPoint;

    // Reads off the loop, hands out on the loop. An awaited switch to the loop goes behind the work that waits there,
    // so that a connection whose bytes never end does not keep the others waiting.
    private async Task ReadAsync()
    {
        Exception? fault = null;
        try
        {
            while (await ReadOnceAsync().ConfigureAwait(false))
            {
                // A read that had ended before it was awaited goes on on the pool, where nobody may look at the pause.
                if (!Loop.IsCurrent)
                {
                    await Loop.SwitchTo();
                }

                await WaitUntilResumedAsync().ConfigureAwait(false);
            }
        }
        catch (Exception exception)
        {
            // Reset by the peer, closed by us meanwhile, or a handler's defect: the transport ends either way.
            fault = exception;
        }

        await Loop.SwitchTo();
        Close(fault);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> ReadOnceAsync()
    {
        // A read of no bytes waits until there are some, so that an idle connection holds no buffer.
        await _stream.ReadAsync(Memory<byte>.Empty, _closing.Token).ConfigureAwait(false);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(ReceiveBufferSize);
        try
        {
            int count = await _stream.ReadAsync(buffer.AsMemory(0, ReceiveBufferSize), _closing.Token)
                .ConfigureAwait(false);
            await Loop.SwitchTo();
            if (count == 0 || _isClosed)
            {
                return false;
            }

            Handler.OnReceived(buffer.AsSpan(0, count));
            Handler.OnBatchEnd();
            return !_isClosed;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private ValueTask WaitUntilResumedAsync()
    {
        if (!_isReadingPaused || _isClosed)
        {
            return ValueTask.CompletedTask;
        }

        _resumed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return new ValueTask(_resumed.Task);
    }
}
