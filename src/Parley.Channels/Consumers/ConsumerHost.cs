using Microsoft.Extensions.Logging;
using Parley.Protocol;

namespace Parley.Channels;

/// <summary>
/// Runs one consumer: one event at a time, in order, on the connection's loop. While the consumer waits for something,
/// its next events wait in a mailbox; a full one pauses reading.
/// </summary>
internal sealed class ConsumerHost : IWebSocketHandler
{
    private readonly Consumer _consumer;
    private readonly Groups _layer;
    private readonly ConnectionOptions _options;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _ended = new();
    private UpgradeRequest? _request;
    private ConsumerGroups? _groups;
    private ConsumerMailbox? _mailbox;
    private TaskCompletionSource? _completion;
    private bool _isBusy;
    private bool _hasEnded;
    private bool _isDone;

    private ConsumerHost(
        Consumer consumer,
        UpgradeRequest request,
        IReadOnlyDictionary<string, string> route,
        Groups groups,
        ILogger logger)
    {
        _consumer = consumer;
        _request = request;
        _layer = groups;
        _options = request.Options;
        _logger = logger;
        Scope = new Scope(request, route);
        Connection = request.Connection;
        request.Connection.UserState = this;
        consumer.Attach(this);
    }

    public Scope Scope { get; }

    // Made for those who ask: most connections to an echo never do.
    public ConsumerGroups Groups =>
        _groups ?? Interlocked.CompareExchange(ref _groups, new ConsumerGroups(_layer, Connection), null) ?? _groups;

    public Groups Layer => _layer;

    public WebSocketConnection Connection { get; }

    private UpgradeRequest Request =>
        _request ?? throw new InvalidOperationException("The request has been accepted or rejected before.");

    /// <summary>The host of a connection that a consumer handles, or null.</summary>
    public static ConsumerHost? Of(WebSocketConnection connection) => connection.UserState as ConsumerHost;

    /// <summary>Begins a consumer's life with its connect event. On the connection's loop.</summary>
    public static ConsumerHost Start(
        Consumer consumer,
        UpgradeRequest request,
        IReadOnlyDictionary<string, string> route,
        Groups groups,
        ILogger logger)
    {
        var host = new ConsumerHost(consumer, request, route, groups, logger);
        request.Aborted.UnsafeRegister(static host => ((ConsumerHost)host!).OnNeverOpened(), host);
        host.Tell(ConsumerEvent.Connect);
        return host;
    }

    /// <summary>Completes when the consumer has had its last event. On the loop.</summary>
    public Task Completion()
    {
        if (_isDone)
        {
            return Task.CompletedTask;
        }

        _completion ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return _completion.Task;
    }

    public async ValueTask AcceptAsync(string? subprotocol)
    {
        if (await Request.AcceptAsync(this, subprotocol).ConfigureAwait(false))
        {
            // An idle consumer costs a third less without it.
            _request = null;
            Scope.ForgetRequest();
        }
        else
        {
            OnNeverOpened();
        }
    }

    public async ValueTask RejectAsync(int statusCode, string reason)
    {
        await Request.RejectAsync(new HttpReply(statusCode, reason + "\n")).ConfigureAwait(false);
        OnNeverOpened();
    }

    public async ValueTask RejectAsync(CloseCode code, string reason)
    {
        // Whoever is rejected hears nothing of the groups that it has joined already.
        UpgradeRequest request = Request;
        await LeaveGroupsAsync().ConfigureAwait(false);
        string? subprotocol = OfferedSubprotocols.First(Scope.Subprotocols);
        if (!await request.RejectAsync(code, reason, this, subprotocol).ConfigureAwait(false))
        {
            OnNeverOpened();
        }
    }

    public void OnOpen(WebSocketConnection connection)
    {
        if (_mailbox is { HasOverflowed: true })
        {
            connection.Close(CloseCode.TryAgainLater, "too much waited for the connection to open");
        }
    }

    public void OnMessage(WebSocketConnection connection, MessageType type, ReadOnlySpan<byte> payload) =>
        Tell(ConsumerEvent.Received(type, payload));

    public void OnClosed(WebSocketConnection connection, CloseCode code, string reason) => End(code, reason);

    /// <summary>An event was sent to one of the consumer's groups. On the loop.</summary>
    public void OnGroupEvent(GroupEvent groupEvent)
    {
        // One that has fallen behind is told so once, however long its peer takes to close.
        if (_hasEnded || _mailbox is { HasOverflowed: true })
        {
            return;
        }

        // A group never waits for a member, and a member that falls behind loses no event unnoticed.
        if (_mailbox is { IsFullOfGroupEvents: true } mailbox)
        {
            mailbox.HasOverflowed = true;
            Log.ConsumerTooSlow(_logger, _consumer.GetType().Name, Scope.RemoteEndPoint);
            Connection.Close(CloseCode.TryAgainLater, "the consumer is too slow");
            return;
        }

        Tell(ConsumerEvent.Of(groupEvent));
    }

    /// <summary>Logs that the consumer has failed, and ends the connection, unless that has ended anyway.</summary>
    /// <param name="during">Which event it failed at.</param>
    /// <param name="exception">What it threw.</param>
    public async ValueTask OnFaultAsync(ConsumerEventKind during, Exception exception)
    {
        // The connection ended while the consumer was at work, and the consumer noticed: nothing is wrong.
        bool isEnd = exception is WebSocketClosedException
            || (exception is OperationCanceledException && _ended.IsCancellationRequested);
        if (isEnd)
        {
            return;
        }

        Log.ConsumerFault(_logger, _consumer.GetType().Name, during, Scope.RemoteEndPoint, exception);
        if (_request is null or { IsAnswered: true })
        {
            Connection.Close(CloseCode.InternalError);
        }
        else
        {
            await RejectAsync(500, "The server met an error.").ConfigureAwait(false);
        }
    }

    /// <summary>What a log calls it.</summary>
    public override string ToString() => _consumer.GetType().FullName!;

    private void OnNeverOpened() => Connection.Loop.Post(new LoopWork(
        static (host, _) => ((ConsumerHost)host!).End(CloseCode.AbnormalClosure, ""), this));

    private void End(CloseCode code, string reason)
    {
        if (_hasEnded)
        {
            return;
        }

        _hasEnded = true;
        _ = LeaveGroupsAsync();
        Tell(ConsumerEvent.Disconnect(code, reason));
        _ended.Cancel();
    }

    private void Tell(in ConsumerEvent item)
    {
        if (!_isBusy)
        {
            _isBusy = true;
            _ = RunAsync(item);
            return;
        }

        _mailbox ??= new ConsumerMailbox(_options);
        _mailbox.Add(item);
        if (_mailbox is { IsFullOfMessages: true, IsPaused: false })
        {
            _mailbox.IsPaused = true;
            Connection.PauseReading();
        }
    }

    // Runs synchronously, and without an allocation, as long as the consumer does.
    private async Task RunAsync(ConsumerEvent item)
    {
        do
        {
            if (_consumer is BlockingConsumer)
            {
                await new PoolAwaitable(Connection.Loop.Scheduler);
            }

            try
            {
                ValueTask work = Dispatch(item);
                if (!work.IsCompletedSuccessfully)
                {
                    await work.ConfigureAwait(false);
                }
            }
            catch (Exception exception)
            {
                await OnFaultAsync(item.Kind, exception).ConfigureAwait(false);
            }

            item.Message.Return();
            if (!Connection.Loop.IsCurrent)
            {
                await Connection.Loop.SwitchTo();
            }
        }
        while (TryTakeNext(out item));
        _isBusy = false;
        if (_hasEnded)
        {
            // What ended it came last.
            _isDone = true;
            _completion?.TrySetResult();
        }
    }

    private ValueTask Dispatch(in ConsumerEvent item) => item.Kind switch
    {
        ConsumerEventKind.Connect => _consumer.OnConnectAsync(_ended.Token),
        ConsumerEventKind.Message => _consumer.OnReceiveAsync(item.Message.Message, _ended.Token),
        ConsumerEventKind.GroupEvent => _consumer.TellAsync(item.GroupEvent!, _ended.Token),
        _ => _consumer.OnDisconnectAsync(item.CloseCode, item.Reason!),
    };

    private bool TryTakeNext(out ConsumerEvent item)
    {
        item = default;
        if (_mailbox is null || !_mailbox.TryTake(out item))
        {
            return false;
        }

        if (_mailbox is { IsPaused: true, IsHalfEmpty: true })
        {
            _mailbox.IsPaused = false;
            Connection.ResumeReading();
        }

        return true;
    }

    private async Task LeaveGroupsAsync()
    {
        try
        {
            await Groups.LeaveAllAsync().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Log.LeavingFault(_logger, exception);
        }
    }
}
