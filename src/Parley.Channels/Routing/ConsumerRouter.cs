using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Parley.Protocol;

namespace Parley.Channels;

/// <summary>
/// Leads each path of a <see cref="WebSocketServer"/> to a consumer, a delegate, a handler, or a plain HTTP answer. Of the
/// routes that match, the one that says most exactly what it takes is taken: letters before a parameter with constraints,
/// that before one without, and any before the rest of the path. A path without a route gets a 404.
/// </summary>
public sealed class ConsumerRouter : IUpgradeHandler
{
    private readonly RouteTable<Launch> _sockets = new();
    private readonly RouteTable<Func<RequestHead, HttpReply>> _answers = new();
    private readonly ILogger _logger;
    private SessionServer? _sessions;

    /// <summary>Makes a router without routes.</summary>
    /// <param name="groups">The groups that the consumers join.</param>
    /// <param name="loggerFactory">Where faults of consumers are logged.</param>
    public ConsumerRouter(Groups groups, ILoggerFactory? loggerFactory = null)
    {
        Groups = groups;
        _logger = (loggerFactory ?? NullLoggerFactory.Instance).CreateLogger<Consumer>();
    }

    private delegate Task Launch(UpgradeRequest request, IReadOnlyDictionary<string, string> route);

    /// <summary>The groups that the consumers join.</summary>
    public Groups Groups { get; }

    /// <summary>
    /// Subprotocols that delegates and handlers take: the first one that the client offers and that stands here is agreed
    /// on. A consumer chooses one itself when it accepts. None unless set.
    /// </summary>
    public IReadOnlyCollection<string> Subprotocols { get; init; } = [];

    /// <summary>The patterns that lead to WebSockets, in the order in which they are tried.</summary>
    public IReadOnlyList<RoutePattern> Patterns => [.. _sockets.Patterns];

    /// <summary>Leads a path to a consumer. Add all routes before the server starts.</summary>
    /// <param name="pattern">The path, such as <c>/room/{group}/</c>: see <see cref="RoutePattern"/>.</param>
    /// <param name="makeConsumer">Makes a new consumer for each connection.</param>
    /// <returns>This router.</returns>
    /// <exception cref="ArgumentException">The pattern can't be read, or another one takes the same paths.</exception>
    public ConsumerRouter Map(string pattern, Func<Consumer> makeConsumer) => Add(
        pattern, (request, route) => ConsumerLauncher.Launch(makeConsumer(), request, route, Groups, _logger));

    /// <summary>
    /// Leads a path to a delegate, which starts on the connection's loop. When it returns, the connection is closed with
    /// 1000; when it throws, with 1011.
    /// </summary>
    /// <param name="pattern">The path.</param>
    /// <param name="handler">The delegate: the connection, and a token that is cancelled when it has closed.</param>
    /// <returns>This router.</returns>
    /// <exception cref="ArgumentException">The pattern can't be read, or another one takes the same paths.</exception>
    public ConsumerRouter Map(string pattern, Func<WebSocketConnection, CancellationToken, Task> handler) =>
        Add(pattern, (request, _) => request.AcceptAsync(handler, Select(request)).AsTask());

    /// <summary>Leads a path to a delegate that wants to know what its connection was opened with.</summary>
    /// <param name="pattern">The path.</param>
    /// <param name="handler">
    /// The delegate: the connection, what it was opened with, and a token that is cancelled when it has closed.
    /// </param>
    /// <returns>This router.</returns>
    /// <exception cref="ArgumentException">The pattern can't be read, or another one takes the same paths.</exception>
    public ConsumerRouter Map(string pattern, Func<WebSocketConnection, Scope, CancellationToken, Task> handler) => Add(
        pattern,
        (request, route) => ConsumerLauncher.Launch(handler, request, route, Select(request)));

    /// <summary>Leads a path to a handler that receives the messages of all its connections, on their loops.</summary>
    /// <param name="pattern">The path.</param>
    /// <param name="handler">The handler.</param>
    /// <returns>This router.</returns>
    /// <exception cref="ArgumentException">The pattern can't be read, or another one takes the same paths.</exception>
    public ConsumerRouter Map(string pattern, IWebSocketHandler handler) =>
        Add(pattern, (request, _) => request.AcceptAsync(handler, Select(request)).AsTask());

    /// <summary>
    /// Answers GET and HEAD on a path that no WebSocket asks for, always the same. It may be a path of a consumer's, too.
    /// </summary>
    /// <param name="pattern">The path.</param>
    /// <param name="reply">The answer, such as <c>HttpReply.Html("...")</c>.</param>
    /// <returns>This router.</returns>
    /// <exception cref="ArgumentException">The pattern can't be read, or another one takes the same paths.</exception>
    public ConsumerRouter MapGet(string pattern, HttpReply reply) => MapGet(pattern, _ => reply);

    /// <summary>Answers GET and HEAD on a path that no WebSocket asks for.</summary>
    /// <param name="pattern">The path.</param>
    /// <param name="answer">Makes the answer. It runs on a loop, and must not block.</param>
    /// <returns>This router.</returns>
    /// <exception cref="ArgumentException">The pattern can't be read, or another one takes the same paths.</exception>
    public ConsumerRouter MapGet(string pattern, Func<RequestHead, HttpReply> answer)
    {
        _answers.Add(new RoutePattern(pattern), answer);
        return this;
    }

    /// <summary>
    /// Serves sessions: on every route, the clients that ask for the subprotocol <c>parley.v1</c> get one instead of the
    /// route's consumer. Call it before the server starts.
    /// </summary>
    /// <param name="sessions">The sessions' server.</param>
    /// <returns>This router.</returns>
    public ConsumerRouter ServeSessions(SessionServer sessions)
    {
        _sessions = sessions;
        return this;
    }

    /// <summary>
    /// Adds a route that has nothing but sessions, and serves them on all the others as <see cref="ServeSessions"/> does.
    /// </summary>
    /// <param name="pattern">The path, such as <c>/</c>: see <see cref="RoutePattern"/>.</param>
    /// <param name="sessions">The sessions' server.</param>
    /// <returns>This router.</returns>
    /// <exception cref="ArgumentException">The pattern can't be read, or another one takes the same paths.</exception>
    public ConsumerRouter MapSessions(string pattern, SessionServer sessions)
    {
        ServeSessions(sessions);
        return Add(pattern, (request, _) => Serve(sessions, request));
    }

    /// <summary>Answers GET and HEAD on a path with a file, which is read here, once.</summary>
    /// <param name="pattern">The path.</param>
    /// <param name="file">The file, 1 MiB at most.</param>
    /// <param name="contentType">Its media type; that of its ending unless given.</param>
    /// <returns>This router.</returns>
    /// <exception cref="ArgumentException">The pattern can't be read, another one takes the same paths, or the file is too large.</exception>
    /// <exception cref="IOException">The file can't be read.</exception>
    public ConsumerRouter MapFile(string pattern, string file, string? contentType = null) =>
        MapGet(pattern, StaticFile.Read(file, contentType));

    /// <inheritdoc/>
    public bool Serves(string path) => _sockets.TryFind(path, out _, out _);

    /// <inheritdoc/>
    public HttpReply? Answer(RequestHead request)
    {
        if (!_answers.TryFind(request.Path, out Func<RequestHead, HttpReply>? answer, out _))
        {
            return null;
        }

        return request.Method is "GET" or "HEAD"
            ? answer(request)
            : new HttpReply(405, "This address is read with GET.\n") { Fields = [new("Allow", "GET, HEAD")] };
    }

    /// <inheritdoc/>
    public void OnUpgrade(UpgradeRequest request) => _ = LaunchAsync(request);

    /// <summary>Runs what a request's path leads to, for hosts that do not go through a server. On the connection's loop.</summary>
    /// <param name="request">The request. One whose path leads nowhere is answered with a 404.</param>
    /// <returns>A task that completes when a consumer has had its last event. It never fails.</returns>
    public Task LaunchAsync(UpgradeRequest request) => LaunchAsync(request, request.Head.Path);

    /// <summary>
    /// Runs what a path leads to, for hosts that serve the router's paths below one of their own. On the connection's loop.
    /// </summary>
    /// <param name="request">The request. One whose path leads nowhere is answered with a 404.</param>
    /// <param name="path">The path as the router's patterns have it: with a slash first, percent-encoded, without a query.</param>
    /// <returns>A task that completes when a consumer has had its last event. It never fails.</returns>
    public Task LaunchAsync(UpgradeRequest request, string path)
    {
        if (!_sockets.TryFind(path, out Launch? launch, out IReadOnlyDictionary<string, string>? values))
        {
            return Reject(request, new HttpReply(404, "There is nothing at this address.\n"));
        }

        try
        {
            return _sessions is { } sessions && SessionServer.IsAskedFor(request)
                ? Serve(sessions, request)
                : launch(request, values);
        }
        catch (Exception exception)
        {
            Log.LaunchFault(_logger, request.Head.Path, request.RemoteEndPoint, exception);
            return Reject(request, new HttpReply(500, "The server met an error.\n"));
        }
    }

    private static Task Serve(SessionServer sessions, UpgradeRequest request)
    {
        sessions.OnUpgrade(request);
        return Task.CompletedTask;
    }

    private static Task Reject(UpgradeRequest request, HttpReply reply)
    {
        _ = request.RejectAsync(reply).AsTask();
        return Task.CompletedTask;
    }

    private ConsumerRouter Add(string pattern, Launch launch)
    {
        _sockets.Add(new RoutePattern(pattern), launch);
        return this;
    }

    private string? Select(UpgradeRequest request) => SubprotocolList.Select(request.Offer.Subprotocols, Subprotocols);
}
