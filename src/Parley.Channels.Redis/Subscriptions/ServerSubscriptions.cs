using Microsoft.Extensions.Logging;

namespace Parley.Channels.Redis;

/// <summary>
/// The subscriptions at one server, on a connection of their own that is opened for the first of them: a flood of
/// messages never delays a command, and RESP2 needs it so.
/// </summary>
internal sealed class ServerSubscriptions : IConnectionOwner, IPushHandler, IAsyncDisposable
{
    private readonly RedisOptions _options;
    private readonly ISubscriptionRouter _router;
    private readonly ILogger _logger;
    private readonly Reconnector _reconnector;
    private readonly Lock _gate = new();
    private readonly Dictionary<ReadOnlyMemory<byte>, Subscription> _subscriptions = new(BytesComparer.Instance);
    private RedisConnection? _current;
    private bool _isStarted;

    public ServerSubscriptions(
        RedisConnector connector, RedisEndpoint endpoint, ISubscriptionRouter router, ILogger logger)
    {
        _options = connector.Options;
        _router = router;
        _logger = logger;
        Endpoint = endpoint;
        _reconnector = new Reconnector(connector, endpoint, this, logger);
    }

    public RedisEndpoint Endpoint { get; }

    public Exception? LastFault { get; private set; }

    public IPushHandler? Pushes => this;

    /// <summary>Subscribes as soon as there is a connection.</summary>
    public void Add(Subscription subscription)
    {
        RedisConnection? connection;
        bool isFirst;
        lock (_gate)
        {
            _subscriptions[subscription.Bytes] = subscription;
            connection = _current;
            Send(connection, subscription);
            isFirst = !_isStarted;
            _isStarted = true;
        }

        connection?.Flush();
        if (isFirst)
        {
            _reconnector.Start();
        }
    }

    /// <summary>Unsubscribes.</summary>
    public void Remove(Subscription subscription)
    {
        RedisConnection? connection = null;
        lock (_gate)
        {
            if (_subscriptions.TryGetValue(subscription.Bytes, out Subscription? held) && held == subscription)
            {
                _subscriptions.Remove(subscription.Bytes);
                connection = _current;
                connection?.TryAppend(
                    Pending(connection.Server.IsSharded ? "SUNSUBSCRIBE" : "UNSUBSCRIBE", subscription));
            }
        }

        connection?.Flush();
    }

    public ValueTask DisposeAsync() => _reconnector.DisposeAsync();

    void IConnectionOwner.OnConnected(RedisConnection connection)
    {
        lock (_gate)
        {
            _current = connection;
            LastFault = null;
            foreach (Subscription subscription in _subscriptions.Values)
            {
                Send(connection, subscription);
            }
        }

        connection.Flush();
    }

    void IConnectionOwner.OnDisconnected(Exception reason)
    {
        Subscription[] interrupted;
        lock (_gate)
        {
            _current = null;
            LastFault = reason;
            interrupted = [.. _subscriptions.Values];
        }

        foreach (Subscription subscription in interrupted)
        {
            subscription.Interrupt(reason);
        }
    }

    void IConnectionOwner.OnSweep()
    {
    }

    void IPushHandler.OnPush(in RespValue push, RedisCommand? answered)
    {
        ReadOnlySpan<RespValue> parts = push.Items;
        if (parts.Length < 3 || parts[1].Kind != RespKind.BulkString || Find(parts[1].Bytes) is not { } subscription)
        {
            return;
        }

        if (parts[0].HasText("message") || parts[0].HasText("smessage"))
        {
            subscription.Deliver(parts[2].Bytes);
        }
        else if (parts[0].HasText("subscribe") || parts[0].HasText("ssubscribe"))
        {
            // Of a channel that was given up and is wanted again, the former's confirmation may still come.
            if (answered is null || answered == subscription.Asked)
            {
                subscription.Confirm();
            }
        }
        else if (answered is null)
        {
            // The channel's slot has moved to another node.
            Lose(subscription, new RedisServerException("MOVED The server has ended the subscription."));
        }
    }

    private Subscription? Find(ReadOnlyMemory<byte> channel)
    {
        lock (_gate)
        {
            return _subscriptions.GetValueOrDefault(channel);
        }
    }

    private void Send(RedisConnection? connection, Subscription subscription)
    {
        if (connection is null)
        {
            return;
        }

        PendingCommand pending = Pending(connection.Server.IsSharded ? "SSUBSCRIBE" : "SUBSCRIBE", subscription);
        subscription.Asked = pending.Command;
        if (connection.TryAppend(pending))
        {
            _ = ObserveAsync(subscription, pending.Reply);
        }
    }

    private PendingCommand Pending(string name, Subscription subscription) => new(
        RedisCommand.Of(name, subscription.Bytes), Deadline.After(_options.Time, _options.CommandTimeout));

    // A confirmation comes as a push; what is told here is a refusal.
    private async Task ObserveAsync(Subscription subscription, Task<RespValue> reply)
    {
        try
        {
            await reply.ConfigureAwait(false);
        }
        catch (RedisServerException exception)
        {
            Lose(subscription, exception);
        }
        catch (RedisException)
        {
            // The connection is lost or about to be: it comes again with the next one.
        }
    }

    private void Lose(Subscription subscription, RedisServerException reason)
    {
        Log.NotResubscribed(_logger, subscription.Channel, reason.Message);
        subscription.Interrupt(reason);
        _router.OnLost(subscription, reason);
    }
}
