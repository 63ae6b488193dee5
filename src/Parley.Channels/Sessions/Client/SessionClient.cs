using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Parley.Channels;

/// <summary>
/// A client of <c>parley.v1</c>: rooms that lose nothing. It comes back by itself until it is disposed, joins its groups
/// again from where it was cut off, and sends again what was not answered. Any thread may call any member.
/// </summary>
public sealed class SessionClient : IAsyncDisposable
{
    private const int MaxIdLength = 64;

    private readonly SessionClientHost _host;

    private SessionClient(SessionClientOptions options) => _host = new SessionClientHost(options);

    /// <summary>How the client stands with its server.</summary>
    public SessionClientState State => _host.Do(static core => core.State);

    /// <summary>What the server said last when it welcomed the client; null before it did for the first time.</summary>
    public SessionWelcome? Welcome => _host.Do(static core => core.Welcome);

    /// <summary>Begins to connect, and returns at once. What is asked of the client waits for its connection.</summary>
    /// <param name="options">Where to, and how.</param>
    public static SessionClient Connect(SessionClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var client = new SessionClient(options);
        client._host.Do(static core => core.Start());
        return client;
    }

    /// <summary>Joins a group, now or once there is a connection, and again after each reconnect.</summary>
    /// <param name="group">The group.</param>
    /// <param name="options">Where to begin, and what others see. From now on, and nothing, unless given.</param>
    /// <param name="cancellationToken">Gives up the joining.</param>
    /// <returns>The subscription, once the server has let the client in. Read it.</returns>
    /// <exception cref="SessionException">The server refuses; the group is joined already; the client is closed.</exception>
    /// <exception cref="ArgumentException"><see cref="SessionJoinOptions.Show"/> is no JSON.</exception>
    public async ValueTask<SessionSubscription> JoinAsync(
        GroupName group, SessionJoinOptions? options = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        options ??= SessionJoinOptions.Default;
        if (!options.Show.IsEmpty)
        {
            SessionJson.Check(options.Show.Span, nameof(options));
        }

        SessionJoinOptions kept = options with { Show = options.Show.ToArray() };
        var subscription = new SessionSubscription(_host, group);
        _host.Do(core => subscription.Room = core.Join(group.Value, kept, subscription.Handler));
        try
        {
            await subscription.Joined.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            _ = _host.LeaveAsync(subscription);
            throw;
        }

        return subscription;
    }

    /// <summary>
    /// Publishes to a group, now or once there is a connection; sent again after each reconnect until the server has
    /// answered, for as long as it remembers ids. Publications go out in the order of the calls. The group need not be joined.
    /// </summary>
    /// <param name="group">The group.</param>
    /// <param name="json">JSON in UTF-8, nested at most 63 deep. Copied before the method returns.</param>
    /// <param name="id">
    /// The publication's id: <see cref="NewId"/>'s, or that of an earlier attempt that failed, with the same data. A new one
    /// unless given.
    /// </param>
    /// <param name="cancellationToken">Stops the waiting, not the publishing.</param>
    /// <returns>Its place, once it is durable.</returns>
    /// <exception cref="SessionException">
    /// The server refuses, or <see cref="SessionException.Unknown"/>, <see cref="SessionException.Closed"/>,
    /// <see cref="SessionException.TooLarge"/>, <see cref="SessionException.OutboxFull"/> or
    /// <see cref="SessionException.IdReused"/>.
    /// </exception>
    /// <exception cref="ArgumentException">It is no JSON, or the id is none.</exception>
    public Task<SessionPublished> PublishAsync(
        GroupName group, ReadOnlyMemory<byte> json, string? id = null, CancellationToken cancellationToken = default)
    {
        SessionJson.Check(json.Span, nameof(json));
        CheckId(id);
        return _host.Do(core => core.Publish(group.Value, id ?? core.NewId(), json)).WaitAsync(cancellationToken);
    }

    /// <summary>Publishes a value as JSON.</summary>
    /// <typeparam name="T">What it is.</typeparam>
    /// <param name="group">The group.</param>
    /// <param name="data">The value.</param>
    /// <param name="type">How it is written, from a source-generated context.</param>
    /// <param name="id">The publication's id. A new one unless given.</param>
    /// <param name="cancellationToken">Stops the waiting, not the publishing.</param>
    /// <inheritdoc cref="PublishAsync(GroupName, ReadOnlyMemory{byte}, string?, CancellationToken)"/>
    public Task<SessionPublished> PublishAsync<T>(
        GroupName group, T data, JsonTypeInfo<T> type, string? id = null, CancellationToken cancellationToken = default) =>
        PublishAsync(group, JsonSerializer.SerializeToUtf8Bytes(data, type), id, cancellationToken);

    /// <summary>Publishes a string, which raw members of the group receive as a text message.</summary>
    /// <param name="group">The group.</param>
    /// <param name="text">The string.</param>
    /// <param name="id">The publication's id. A new one unless given.</param>
    /// <param name="cancellationToken">Stops the waiting, not the publishing.</param>
    /// <inheritdoc cref="PublishAsync(GroupName, ReadOnlyMemory{byte}, string?, CancellationToken)"/>
    public Task<SessionPublished> PublishTextAsync(
        GroupName group, string text, string? id = null, CancellationToken cancellationToken = default) =>
        PublishAsync(group, Encoding.UTF8.GetBytes($"\"{JsonEncodedText.Encode(text)}\""), id, cancellationToken);

    /// <summary>
    /// Makes an id for a publication, to be kept with what is published: whoever publishes the same under it again, this
    /// program or its successor, makes no duplicate.
    /// </summary>
    public string NewId() => _host.Do(static core => core.NewId());

    /// <summary>Reads old publications. The group need not be joined, and nobody's position moves.</summary>
    /// <param name="group">The group.</param>
    /// <param name="query">Which. The server limits the bytes itself.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>
    /// The page. The epoch of its positions is that of the client's subscription to the group, and empty without one.
    /// </returns>
    /// <exception cref="SessionException">The server refuses, or the client is closed.</exception>
    public Task<SessionHistoryPage> ReadHistoryAsync(
        GroupName group, HistoryQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        return _host.Do(core => core.ReadHistory(group.Value, query)).WaitAsync(cancellationToken);
    }

    /// <summary>Gives the server a fresh token on the open connection, before the old one ends.</summary>
    /// <param name="token">The token, of the same user.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <exception cref="SessionException">The server refuses, or the client is closed.</exception>
    public Task AuthenticateAsync(string token, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(token);
        return _host.Do(core => core.Authenticate(token)).WaitAsync(cancellationToken);
    }

    /// <summary>
    /// Says that the network has come back, or the program was woken: a pause ends at once, unless the server has asked for
    /// it, and an open connection that is dead is soon found to be.
    /// </summary>
    public void Wake() => _host.Do(static core => core.Wake());

    /// <summary>
    /// Ends the client for good, and waits for the close handshake. Publications that were sent but not answered fail with
    /// <see cref="SessionException.Unknown"/>, others with <see cref="SessionException.Closed"/>.
    /// </summary>
    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private static void CheckId(string? id)
    {
        if (id is not null && (id.Length is 0 or > MaxIdLength || id.Any(static character => character is < '!' or > '~')))
        {
            throw new ArgumentException($"An id has 1 to {MaxIdLength} characters from U+0021 to U+007E. '{id}' has not.", nameof(id));
        }
    }
}
