using System.Buffers;
using Parley.TestSupport;

namespace Parley.Tests.Transports;

/// <summary>A handler that keeps what comes and lets a test wait for it.</summary>
internal sealed class TransportProbe : TransportHandler
{
    private readonly ArrayBufferWriter<byte> _received = new();
    private readonly TaskCompletionSource<Exception?> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim _changed = new(0);

    /// <summary>Called on the loop with what came, before it is kept.</summary>
    public Action<int>? Arriving { get; set; }

    public int ClosedCount { get; private set; }

    public int BatchEnds { get; private set; }

    public Task<Exception?> Closed => Within.Time(_closed.Task);

    public Task Drained => Within.Time(_drained.Task);

    public override void OnReceived(Span<byte> data)
    {
        Arriving?.Invoke(data.Length);
        lock (_received)
        {
            _received.Write(data);
        }

        _changed.Release();
    }

    public override void OnBatchEnd() => BatchEnds++;

    public override void OnDrained() => _drained.TrySetResult();

    public override void OnClosed(Exception? fault)
    {
        ClosedCount++;
        _closed.TrySetResult(fault);
    }

    /// <summary>Waits until so many bytes have come, and returns all that came.</summary>
    public async Task<byte[]> ReceivedAsync(int count)
    {
        while (true)
        {
            lock (_received)
            {
                if (_received.WrittenCount >= count)
                {
                    return _received.WrittenSpan.ToArray();
                }
            }

            await Within.Time(_changed.WaitAsync());
        }
    }
}
