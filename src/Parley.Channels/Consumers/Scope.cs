using System.Net;
using System.Security.Claims;
using Parley.Protocol;

namespace Parley.Channels;

/// <summary>
/// What a consumer's connection was opened with. Texts are made when they are asked for, so that an idle connection holds
/// no more than the bytes of its request: keep what is used often.
/// </summary>
public sealed class Scope
{
    private readonly RequestHead _head;
    private readonly WebSocketConnection _connection;
    private UpgradeRequest? _request;
    private Dictionary<string, object?>? _items;

    internal Scope(UpgradeRequest request, IReadOnlyDictionary<string, string> route)
    {
        _head = request.Head;
        _connection = request.Connection;
        _request = request;
        Route = route;
        Subprotocols = request.Offer.Subprotocols;
    }

    /// <summary>The path, percent-encoded, without the query.</summary>
    public string Path => _head.Path;

    /// <summary>The query without its question mark, percent-encoded; empty if there is none.</summary>
    public string QueryString => _head.Query;

    /// <summary>The query's values by name, decoded: <c>Query["token"]</c>.</summary>
    public QueryValues Query => new(_head.Query);

    /// <summary>The values of the route's parameters, decoded: for <c>/room/{group}/</c>, the value of <c>group</c>.</summary>
    public IReadOnlyDictionary<string, string> Route { get; }

    /// <summary>The request's header fields.</summary>
    public HeaderFields Fields => _head.Fields;

    /// <summary>The request's cookies by name: <c>Cookies["session"]</c>.</summary>
    public CookieValues Cookies => new(_head.Fields);

    /// <summary>The subprotocols that the client offers, in its order of preference.</summary>
    public IReadOnlyList<string> Subprotocols { get; }

    /// <summary>
    /// Who the client is, as it was last renewed: <see cref="ConnectionAuthentication.User"/>. Somebody without claims if
    /// nobody has said; never null.
    /// </summary>
    public ClaimsPrincipal User => _connection.Authentication.User;

    /// <summary>The client's address, if known.</summary>
    public EndPoint? RemoteEndPoint => _request is { } request ? request.RemoteEndPoint : _connection.RemoteEndPoint;

    /// <summary>Whatever a consumer wants to keep with its connection. For the consumer's own methods: it has no lock.</summary>
    public IDictionary<string, object?> Items => _items ??= new Dictionary<string, object?>(StringComparer.Ordinal);

    /// <summary>A delegate that is given this scope, too.</summary>
    internal Func<WebSocketConnection, CancellationToken, Task> Run(
        Func<WebSocketConnection, Scope, CancellationToken, Task> handler) => (connection, cancellationToken) =>
    {
        ForgetRequest();
        return handler(connection, this, cancellationToken);
    };

    /// <summary>The connection is open, and knows what the request knew: an idle consumer need not hold both.</summary>
    internal void ForgetRequest() => _request = null;
}
