using System.Runtime.InteropServices;

namespace Parley;

/// <summary>
/// What a socket is to send. It lies at one of three places: a range of the loop's shared buffer, the loop's cork, or a
/// queue of the connection's own once the cork is taken or the peer does not read. A mutable struct: keep it in a field.
/// </summary>
internal struct EpollOutput
{
    private OutputQueue? _queue;
    private int _start;
    private int _end;

    /// <summary>Whether the socket takes no more, so that what comes has to wait until it is writable.</summary>
    public bool IsBlocked { get; private set; }

    private readonly bool HasShared => _end > _start;

    public readonly long CountOf(EpollTransport transport) =>
        _end - _start + (_queue?.Count ?? 0) + transport.EpollLoop.Cork.CountOf(transport);

    /// <summary>Room for bytes behind everything that has been staged.</summary>
    public Span<byte> GetSpan(EpollTransport transport, int size)
    {
        Cork cork = transport.EpollLoop.Cork;
        return _queue is null && !HasShared && cork.TryTake(transport, size)
            ? cork.RoomSpan
            : GetRoom(transport, size).Span;
    }

    /// <inheritdoc cref="GetSpan"/>
    public Memory<byte> GetRoom(EpollTransport transport, int size)
    {
        Cork cork = transport.EpollLoop.Cork;
        if (HasShared)
        {
            Queue(transport, SharedBytes(transport));
            (_start, _end) = (0, 0);
        }

        if (_queue is null)
        {
            if (cork.TryTake(transport, size))
            {
                return cork.Room;
            }

            Queue(transport, cork.CountOf(transport) > 0 ? cork.Written : default);
            cork.Release(transport);
        }

        return _queue!.GetRoom(size);
    }

    public readonly void Advance(EpollTransport transport, int count)
    {
        if (_queue is not null)
        {
            _queue.Advance(count);
        }
        else
        {
            transport.EpollLoop.Cork.Advance(count);
        }
    }

    /// <summary>Stages bytes that many connections share: no copy, unless something else is staged already.</summary>
    public void StageShared(EpollTransport transport, int start, int end)
    {
        if (HasShared && _end == start)
        {
            _end = end;
        }
        else if (CountOf(transport) == 0)
        {
            (_start, _end) = (start, end);
        }
        else
        {
            Append(transport, transport.Loop.FanOut.Bytes[start..end]);
        }
    }

    /// <summary>
    /// Sends what is staged and bytes that lie elsewhere, without copying these. What the socket does not take waits.
    /// </summary>
    public void StageLarge(EpollTransport transport, ReadOnlySpan<byte> bytes)
    {
        if (IsBlocked || _queue is not null)
        {
            Append(transport, bytes);
            return;
        }

        ReadOnlySpan<byte> staged = Staged(transport);
        int sent = Math.Max(Send(transport.Descriptor, staged, bytes), 0);
        if (sent < staged.Length)
        {
            Keep(transport, staged, sent);
        }
        else
        {
            bytes = bytes[(sent - staged.Length)..];
            Release(transport);
        }

        if (!bytes.IsEmpty)
        {
            Append(transport, bytes);
        }
    }

    /// <summary>Sends what is staged; what the socket does not take waits in the queue.</summary>
    /// <param name="transport">Whose it is.</param>
    /// <param name="error">The error number if the socket is broken, or 0.</param>
    /// <returns>Whether everything has been sent.</returns>
    public bool TrySend(EpollTransport transport, out int error)
    {
        error = 0;
        ReadOnlySpan<byte> staged = Staged(transport);
        if (staged.IsEmpty)
        {
            // The cork may have been taken and nothing written.
            Release(transport);
            return true;
        }

        int sent = Send(transport.Descriptor, staged);
        if (sent == staged.Length)
        {
            Release(transport);
            return true;
        }

        if (sent < 0)
        {
            error = -sent;
            return false;
        }

        Keep(transport, staged, sent);
        IsBlocked = true;
        return false;
    }

    public void Unblock() => IsBlocked = false;

    public void Release(EpollTransport transport)
    {
        (_start, _end) = (0, 0);
        transport.EpollLoop.Cork.Release(transport);
        if (_queue is not null)
        {
            transport.EpollLoop.Queues.Return(_queue);
            _queue = null;
        }
    }

    // How many bytes the socket took; an error number, negated, if it is broken.
    private static unsafe int Send(int descriptor, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* pointer = bytes)
        {
            return SentOrFault(Libc.Send(descriptor, pointer, (nuint)bytes.Length, Libc.NoSignal));
        }
    }

    private static unsafe int Send(int descriptor, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        fixed (byte* firstBytes = first, secondBytes = second)
        {
            Piece* pieces = stackalloc Piece[] { new(firstBytes, first.Length), new(secondBytes, second.Length) };
            var message = new MessageHeader(pieces, 2);
            return SentOrFault(Libc.SendMessage(descriptor, &message, Libc.NoSignal));
        }
    }

    private static int SentOrFault(nint sent)
    {
        if (sent >= 0)
        {
            return (int)sent;
        }

        int error = Marshal.GetLastPInvokeError();
        return error is Libc.TryAgain or Libc.InterruptedCall or Libc.NoBufferSpace ? 0 : -error;
    }

    private readonly ReadOnlySpan<byte> SharedBytes(EpollTransport transport) => transport.Loop.FanOut.Bytes[_start.._end];

    private readonly ReadOnlySpan<byte> Staged(EpollTransport transport) =>
        _queue is not null ? _queue.Bytes
        : HasShared ? SharedBytes(transport)
        : transport.EpollLoop.Cork is { } cork && cork.Owner == transport ? cork.Written
        : default;

    private void Keep(EpollTransport transport, ReadOnlySpan<byte> staged, int sent)
    {
        if (_queue is not null)
        {
            _queue.RemoveFirst(sent);
            return;
        }

        Queue(transport, staged[sent..]);
        (_start, _end) = (0, 0);
        transport.EpollLoop.Cork.Release(transport);
    }

    private void Append(EpollTransport transport, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(GetRoom(transport, bytes.Length).Span);
        Advance(transport, bytes.Length);
    }

    private void Queue(EpollTransport transport, ReadOnlySpan<byte> bytes)
    {
        _queue ??= transport.EpollLoop.Queues.Rent();
        bytes.CopyTo(_queue.GetRoom(bytes.Length).Span);
        _queue.Advance(bytes.Length);
    }
}
