using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Parley.Channels;

/// <summary>
/// Leads each path of a <see cref="WebSocketServer"/> to a consumer. The first route that matches is taken; a path
/// without one gets a 404.
/// </summary>
public sealed class ConsumerRouter : IUpgradeHandler
{
    private readonly List<(RoutePattern Pattern, Func<Consumer>? MakeConsumer)> _routes = [];
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

    /// <summary>The groups that the consumers join.</summary>
    public Groups Groups { get; }

    /// <summary>Adds a route. Add all of them before the server starts.</summary>
    /// <param name="pattern">The path, such as <c>/room/{group}/</c>: see <see cref="RoutePattern"/>.</param>
    /// <param name="makeConsumer">Makes a new consumer for each connection.</param>
    /// <returns>This router.</returns>
    /// <exception cref="ArgumentException">The pattern can't be read.</exception>
    public ConsumerRouter Map(string pattern, Func<Consumer> makeConsumer)
    {
        _routes.Add((new RoutePattern(pattern), makeConsumer));
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
    /// <exception cref="ArgumentException">The pattern can't be read.</exception>
    public ConsumerRouter MapSessions(string pattern, SessionServer sessions)
    {
        _routes.Add((new RoutePattern(pattern), null));
        return ServeSessions(sessions);
    }

    /// <inheritdoc/>
    public bool Serves(string path) => TryFind(path, out _, out _);

    /// <inheritdoc/>
    public void OnUpgrade(UpgradeRequest request)
    {
        if (!TryFind(request.Head.Path, out Func<Consumer>? makeConsumer, out IReadOnlyDictionary<string, string>? values))
        {
            return;
        }

        if (makeConsumer is null || (_sessions is not null && SessionServer.IsAskedFor(request)))
        {
            _sessions!.OnUpgrade(request);
        }
        else
        {
            ConsumerHost.Start(makeConsumer(), request, values, Groups, _logger);
        }
    }

    private bool TryFind(
        string path,
        out Func<Consumer>? makeConsumer,
        [NotNullWhen(true)] out IReadOnlyDictionary<string, string>? values)
    {
        foreach ((RoutePattern pattern, Func<Consumer>? make) in _routes)
        {
            if (pattern.TryMatch(path, out values))
            {
                makeConsumer = make;
                return true;
            }
        }

        (makeConsumer, values) = (null, null);
        return false;
    }
}
