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
    private readonly List<(RoutePattern Pattern, Func<Consumer> MakeConsumer)> _routes = [];
    private readonly ILogger _logger;

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

    /// <inheritdoc/>
    public bool Serves(string path) => TryFind(path, out _, out _);

    /// <inheritdoc/>
    public void OnUpgrade(UpgradeRequest request)
    {
        if (TryFind(request.Head.Path, out Func<Consumer>? makeConsumer, out IReadOnlyDictionary<string, string>? values))
        {
            ConsumerHost.Start(makeConsumer(), request, values, Groups, _logger);
        }
    }

    private bool TryFind(
        string path,
        [NotNullWhen(true)] out Func<Consumer>? makeConsumer,
        [NotNullWhen(true)] out IReadOnlyDictionary<string, string>? values)
    {
        foreach ((RoutePattern pattern, Func<Consumer> make) in _routes)
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
