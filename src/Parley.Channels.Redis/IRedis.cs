namespace Parley.Channels.Redis;

/// <summary>
/// All that the layers need of Redis: one server or a cluster, connected again by itself. Narrow enough that another
/// client can stand behind it. Any thread may call.
/// </summary>
internal interface IRedis : IAsyncDisposable
{
    /// <summary>Whether there is a connection to every server that holds keys.</summary>
    bool IsConnected { get; }

    /// <summary>How many commands wait for their replies, or to be sent.</summary>
    int WaitingCommands { get; }

    /// <summary>Connects. If that fails it says why, and goes on trying all the same until it is disposed.</summary>
    /// <exception cref="RedisConnectionException">No server could be reached, or none took us.</exception>
    Task StartAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Carries out a command. Commands of one slot are sent in the order of the calls. Cancelling stops the waiting, not
    /// the command.
    /// </summary>
    /// <exception cref="RedisServerException">Redis answered with an error.</exception>
    /// <exception cref="RedisConnectionException">The connection was lost; its outcome says what that means.</exception>
    /// <exception cref="RedisTimeoutException">It took too long; its outcome says what that means.</exception>
    /// <exception cref="RedisOverloadedException">Too much waits already.</exception>
    Task<RespValue> ExecuteAsync(RedisCommand command, CancellationToken cancellationToken = default);

    /// <summary>
    /// Carries out a command that makes the server wait, as BZPOPMIN, on a connection of its own. Cancelling closes that
    /// connection: what the server has just sent on it is lost.
    /// </summary>
    /// <inheritdoc cref="ExecuteAsync"/>
    Task<RespValue> ExecuteBlockingAsync(RedisCommand command, CancellationToken cancellationToken = default);

    /// <summary>
    /// Subscribes to a channel, and completes when the server has said so: what is published from now on is received.
    /// After a lost connection the subscription is renewed by itself. In a cluster of Redis 7 it is a sharded one: publish
    /// by <see cref="RedisCommand.Publish"/>, or by <see cref="RedisArgument.PublishWord"/> in a script.
    /// </summary>
    /// <exception cref="InvalidOperationException">This client is subscribed to the channel already.</exception>
    /// <inheritdoc cref="ExecuteAsync"/>
    Task SubscribeAsync(string channel, IRedisSubscriber subscriber, CancellationToken cancellationToken = default);

    /// <summary>Ends a subscription, if there is one. A publication that is just being handed over may still come.</summary>
    void Unsubscribe(string channel);
}
