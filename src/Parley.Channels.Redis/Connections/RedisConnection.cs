using System.Buffers;

namespace Parley.Channels.Redis;

/// <summary>
/// One connection to one server: commands go out in the order they are sent, replies come back in the same order. It
/// ends at its first fault, and everything on its way fails with it.
/// </summary>
internal sealed class RedisConnection
{
    private const int ReceiveBufferLength = 32 * 1024;

    private readonly RedisOptions _options;
    private readonly Stream _stream;
    private readonly IPushHandler? _pushes;
    private readonly RespOutput _output;
    private readonly Lock _gate = new();
    private readonly Queue<PendingCommand> _onTheirWay = new();
    private readonly TaskCompletionSource<Exception> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Exception? _fault;
    private long _lastReceived;

    /// <summary>Takes over a connected stream.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="endpoint">Where it leads to.</param>
    /// <param name="options">The limits and the clock.</param>
    /// <param name="pushes">Who receives published messages; null where none are expected.</param>
    public RedisConnection(Stream stream, RedisEndpoint endpoint, RedisOptions options, IPushHandler? pushes = null)
    {
        _stream = stream;
        _options = options;
        _pushes = pushes;
        Endpoint = endpoint;
        _output = new RespOutput(stream, Close);
        _lastReceived = options.Time.GetTimestamp();
        _ = ReadAsync();
    }

    public RedisEndpoint Endpoint { get; }

    /// <summary>What is known of the server: all of it once signed in.</summary>
    public RedisServer Server { get; set; } = RedisServer.Unknown;

    /// <summary>Completes, never fails, with the reason when the connection has ended.</summary>
    public Task<Exception> End => _end.Task;

    /// <summary>Sends a command and waits for its reply, as long as a command may take.</summary>
    /// <exception cref="RedisException">What went wrong.</exception>
    public Task<RespValue> ExecuteAsync(RedisCommand command)
    {
        var pending = new PendingCommand(command, Deadline.After(_options.Time, _options.CommandTimeout + command.BlocksFor));
        if (!TryAppend(pending))
        {
            pending.Fail(Lost(_fault!, CommandOutcome.NotSent));
        }

        Flush();
        return pending.Reply;
    }

    /// <summary>Puts commands in line, next to each other. They are sent by the next <see cref="Flush"/>.</summary>
    /// <returns>False when the connection has ended: nothing has become of them.</returns>
    public bool TryAppend(params ReadOnlySpan<PendingCommand> commands)
    {
        lock (_gate)
        {
            if (_fault is not null)
            {
                return false;
            }

            foreach (PendingCommand command in commands)
            {
                _onTheirWay.Enqueue(command);
                _output.Append(command.Command, Server);
            }

            return true;
        }
    }

    public void Flush() => _output.Flush();

    /// <summary>Ends the connection. Only the first reason counts.</summary>
    public void Close(Exception reason)
    {
        PendingCommand[] lost;
        lock (_gate)
        {
            if (_fault is not null)
            {
                return;
            }

            _fault = reason;
            lost = [.. _onTheirWay];
            _onTheirWay.Clear();
        }

        _stream.Dispose();
        foreach (PendingCommand command in lost)
        {
            command.Fail(Lost(reason, CommandOutcome.Unknown));
        }
    }

    /// <summary>Called now and then: tells whoever waits too long, ends a dead connection, and asks a silent one.</summary>
    public void Sweep()
    {
        long now = _options.Time.GetTimestamp();
        TimeSpan silence = _options.Time.GetElapsedTime(Volatile.Read(ref _lastReceived), now);
        bool isStalled;
        bool isBehind;
        bool isIdle;
        lock (_gate)
        {
            isIdle = _onTheirWay.Count == 0 && silence >= _options.KeepaliveInterval;
            TimeSpan late = _onTheirWay.TryPeek(out PendingCommand? first) && first.Deadline <= now
                ? _options.Time.GetElapsedTime(first.Deadline, now)
                : TimeSpan.MinValue;
            isStalled = late >= TimeSpan.Zero && silence >= _options.CommandTimeout;

            // Nobody waits for it any more: a command that is carried out much later does harm, such as a publication whose
            // id has been forgotten. Subscriptions change nothing, and may stand behind many messages.
            isBehind = _pushes is null && late >= _options.CommandTimeout;
            AbandonLate(now);
        }

        if (isStalled)
        {
            Close(new TimeoutException($"{Endpoint} has said nothing for {silence.TotalSeconds:0.#} s."));
        }
        else if (isBehind)
        {
            Close(new TimeoutException(
                $"{Endpoint} is too slow: a command has waited {_options.CommandTimeout.TotalSeconds:0.#} s longer than it may."));
        }
        else if (isIdle)
        {
            _ = ExecuteAsync(RedisCommand.Of("PING"));
        }
    }

    // They were sent in the order of their deadlines.
    private void AbandonLate(long now)
    {
        foreach (PendingCommand command in _onTheirWay.TakeWhile(command => command.Deadline <= now))
        {
            command.Abandon(new RedisTimeoutException(
                $"{command.Command} got no reply from {Endpoint} within "
                + $"{(_options.CommandTimeout + command.Command.BlocksFor).TotalSeconds:0.###} s. It may have been carried out.",
                CommandOutcome.Unknown));
        }
    }

    private async Task ReadAsync()
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(ReceiveBufferLength);
        Exception reason = new EndOfStreamException($"{Endpoint} closed the connection.");
        try
        {
            var reader = new RespReader(_options.ReplyLimits);
            int received;
            while ((received = await _stream.ReadAsync(buffer).ConfigureAwait(false)) > 0)
            {
                Volatile.Write(ref _lastReceived, _options.Time.GetTimestamp());
                Read(reader, buffer.AsSpan(0, received));
            }
        }
        catch (Exception exception)
        {
            reason = exception;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        Close(reason);
        _end.SetResult(_fault!);
    }

    private void Read(RespReader reader, ReadOnlySpan<byte> received)
    {
        while (reader.TryRead(ref received, out RespValue value))
        {
            if (_pushes is not null ? PushMessage.Is(value) : value.Kind == RespKind.Push)
            {
                OnPush(value);
            }
            else
            {
                TakeFirst(value).Complete(value);
            }
        }
    }

    private void OnPush(in RespValue push)
    {
        PendingCommand? confirmed = null;
        lock (_gate)
        {
            if (_onTheirWay.TryPeek(out PendingCommand? first) && PushMessage.Confirms(push, first.Command))
            {
                confirmed = _onTheirWay.Dequeue();
            }
        }

        _pushes?.OnPush(push, confirmed?.Command);
        confirmed?.Complete(push);
    }

    private PendingCommand TakeFirst(in RespValue reply)
    {
        lock (_gate)
        {
            return _onTheirWay.TryDequeue(out PendingCommand? command)
                ? command
                : throw new RedisProtocolException($"The server sent {reply} with no command waiting for a reply.");
        }
    }

    private RedisConnectionException Lost(Exception reason, CommandOutcome outcome) => new(
        $"The connection to {Endpoint} was lost{(outcome == CommandOutcome.Unknown ? " before the reply came" : "")}: "
        + reason.Message,
        outcome,
        reason);
}
