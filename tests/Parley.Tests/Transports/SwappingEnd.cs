using Parley.TestSupport;

namespace Parley.Tests.Transports;

/// <summary>
/// One end of a connection whose owner changes again and again: it sends numbered bytes, checks those that come, and at
/// seeded moments makes another owner and pauses or resumes reading. Some owners take only a part of what they are
/// handed, and hand the rest to the next one. It goes on until everything has been tried often enough. On the loop.
/// </summary>
internal sealed class SwappingEnd(Transport transport, int seed)
{
    private const int Piece = 48 * 1024;
    private const int Least = 2 * 1024 * 1024;
    private const int Often = 5;

    private readonly Random _random = new(seed);
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<Exception?> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SwappingEnd? _peer;
    private Owner? _owner;
    private string? _fault;
    private FlushStatus _status;
    private long _sent;
    private long _received;
    private bool _isPaused;
    private int _swapsWhilePending;
    private int _swapsWhilePaused;
    private int _rests;

    /// <summary>Completes when everything that the peer sent has come; fails if anything was wrong.</summary>
    public Task Done => Within.Time(_done.Task);

    public Task<Exception?> Closed => Within.Time(_closed.Task);

    private bool IsTried => _swapsWhilePending >= Often && _swapsWhilePaused >= Often && _rests >= Often;

    private bool HasSentAll => _sent >= Least && IsTried && _peer!.IsTried;

    private bool HasReceivedAll => _peer!.HasSentAll && _received == _peer._sent;

    public static void Begin(SwappingEnd one, SwappingEnd two)
    {
        (one._peer, two._peer) = (two, one);
        one.Begin();
        two.Begin();
    }

    private void Begin()
    {
        Swap([]);
        transport.Start();
        Act();
    }

    // Does by chance one of the things that may happen between two callbacks, and comes back for more.
    private void Act()
    {
        // The peer's socket fills up while reading is paused, so that it has to wait.
        if (_isPaused ? _random.Next(64) == 0 || HasSentAll : _random.Next(16) == 0)
        {
            PauseOrResume();
        }

        if (_random.Next(3) == 0)
        {
            Swap([]);
        }

        Stage();
        transport.FlushLater();
        if (HasReceivedAll && _peer!.HasReceivedAll)
        {
            Finish();
            _peer.Finish();
        }
        else if (_fault is null && _peer!._fault is null)
        {
            transport.Loop.Post(new LoopWork(static (end, _) => ((SwappingEnd)end!).Act(), this));
        }
    }

    // Whoever does not read does not see the other's end.
    private void Finish()
    {
        transport.ResumeReading();
        _done.TrySetResult();
    }

    private void PauseOrResume()
    {
        _isPaused = !_isPaused;
        if (_isPaused)
        {
            transport.PauseReading();
        }
        else
        {
            transport.ResumeReading();
        }
    }

    private void Stage()
    {
        while (!HasSentAll && transport.UnsentBytes < 8 * Piece)
        {
            int count = _random.Next(1, Piece);
            NumberedBytes.Fill(transport.GetSpan(count)[..count], _sent);
            transport.Advance(count);
            _sent += count;
            _status = _random.Next(3) > 0 ? transport.Flush() : _status;
        }
    }

    private void Flush() => _status = transport.Flush();

    private void Swap(Span<byte> rest)
    {
        _swapsWhilePending += _status == FlushStatus.Pending ? 1 : 0;
        _swapsWhilePaused += _isPaused ? 1 : 0;
        _rests += rest.IsEmpty ? 0 : 1;
        _owner = new Owner(this);
        transport.Handler = _owner;
        if (!rest.IsEmpty)
        {
            _owner.OnReceived(rest);
        }
    }

    private void Fail(string fault)
    {
        _fault ??= fault;
        _done.TrySetException(new InvalidOperationException(fault));
    }

    private sealed class Owner(SwappingEnd end) : TransportHandler
    {
        public override void OnReceived(Span<byte> data)
        {
            Check();
            int taken = end._random.Next(4) == 0 ? end._random.Next(data.Length + 1) : data.Length;
            int right = NumberedBytes.FirstWrong(data[..taken], end._received);
            end._received += right;
            if (right < taken)
            {
                end.Fail($"byte {end._received} is wrong");
            }
            else if (taken < data.Length || end._random.Next(4) == 0)
            {
                end.Swap(data[taken..]);
            }
        }

        public override void OnBatchEnd()
        {
            Check();
            end.Stage();
            end.Flush();
        }

        public override void OnDrained() => Check();

        public override void OnClosed(Exception? fault)
        {
            Check();
            end._closed.SetResult(fault);
        }

        private void Check()
        {
            if (end._owner != this)
            {
                end.Fail("an owner was called that is none any more");
            }
        }
    }
}
