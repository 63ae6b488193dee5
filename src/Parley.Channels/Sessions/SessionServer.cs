using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Parley.Protocol;

namespace Parley.Channels;

/// <summary>
/// Serves sessions: connections of the subprotocol <c>parley.v1</c>, which join groups themselves, and lose nothing when
/// they are cut off and come back. A <see cref="ConsumerRouter"/> leads paths to it; given to a
/// <see cref="WebSocketServer"/>, it serves every path. Any thread may call any member.
/// </summary>
public sealed class SessionServer : IUpgradeHandler, IDisposable
{
    /// <summary>The subprotocol's name.</summary>
    public const string Subprotocol = "parley.v1";

    // Browsers let the timers of a hidden page run once a minute.
    private static readonly TimeSpan _moreThanHeartbeat = TimeSpan.FromSeconds(65);
    private static readonly TimeSpan _sweepInterval = TimeSpan.FromSeconds(5);

    private readonly ConnectionSet _sessions = new();
    private readonly ITimer _sweeps;

    /// <summary>Makes a server of sessions.</summary>
    /// <param name="groups">The groups that the sessions join.</param>
    /// <param name="options">What holds for the sessions; the defaults unless given.</param>
    /// <param name="loggerFactory">Where faults are logged.</param>
    public SessionServer(Groups groups, SessionServerOptions? options = null, ILoggerFactory? loggerFactory = null)
    {
        Groups = groups;
        Options = options ?? SessionServerOptions.Default;
        Logger = (loggerFactory ?? NullLoggerFactory.Instance).CreateLogger<SessionServer>();
        Rates = new SessionRates(Options);
        Features = FeaturesOf(groups, Options);
        _sweeps = groups.Options.Time.CreateTimer(
            static server => ((SessionServer)server!).Sweep(), this, _sweepInterval, _sweepInterval);
    }

    /// <summary>The groups that the sessions join.</summary>
    public Groups Groups { get; }

    /// <summary>What holds for the sessions.</summary>
    public SessionServerOptions Options { get; }

    /// <summary>How many sessions are open. About right while others come and go.</summary>
    public int Count => _sessions.Count;

    /// <summary>Whether a client asks for a session.</summary>
    /// <param name="request">The client's request.</param>
    public static bool IsAskedFor(UpgradeRequest request) => request.Offer.Subprotocols.Contains(Subprotocol);

    /// <summary>Every path can have sessions.</summary>
    /// <param name="path">The path.</param>
    public bool Serves(string path) => true;

    /// <summary>
    /// Opens a session, or refuses the request if it asks for none. On the connection's loop. Whoever decides who may come
    /// in does so before.
    /// </summary>
    /// <param name="request">The client's request.</param>
    public void OnUpgrade(UpgradeRequest request)
    {
        if (!IsAskedFor(request))
        {
            _ = request.RejectAsync(new HttpReply(400, $"Offer the subprotocol {Subprotocol} to be served here.\n")).AsTask();
            return;
        }

        try
        {
            _ = request.AcceptAsync(new Session(this, request), Subprotocol).AsTask();
        }
        catch (Exception exception)
        {
            Log.SessionOpeningFault(Logger, request.RemoteEndPoint, exception);
            _ = request.RejectAsync(new HttpReply(500, "The server met an error.\n")).AsTask();
        }
    }

    /// <summary>Asks every loop for its sessions, for whoever administers the server.</summary>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>The sessions that are open, in no order.</returns>
    public async Task<IReadOnlyList<SessionInfo>> ListAsync(CancellationToken cancellationToken = default)
    {
        IReadOnlyList<WebSocketConnection> connections = await _sessions.ListAsync(cancellationToken).ConfigureAwait(false);
        return await SessionList.AskAsync(connections, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Stops looking after the sessions. They are closed by the server whose connections they are.</summary>
    public void Dispose()
    {
        _sweeps.Dispose();
        Rates.Dispose();
    }

    internal ILogger Logger { get; }

    internal SessionRates Rates { get; }

    internal IReadOnlyList<string> Features { get; }

    // Those who are sent away together do not come back together.
    internal TimeSpan NextDrainPause() =>
        TimeSpan.FromMilliseconds(Math.Ceiling(Options.DrainPause.TotalMilliseconds * (1 + (RandomNumberGenerator.GetInt32(1000) / 1000.0))));

    internal void Add(Session session)
    {
        _sessions.Add(session.Connection);
        SessionMetrics.CountOpen(1);
    }

    internal void Remove(Session session)
    {
        _sessions.Remove(session.Connection);
        SessionMetrics.CountOpen(-1);
    }

    private static IReadOnlyList<string> FeaturesOf(Groups groups, SessionServerOptions options)
    {
        List<string> features = [];
        if (groups.Layer.Capabilities.HasFlag(LayerCapabilities.History))
        {
            features.Add("history");
        }

        if (groups.Options.Presence is not null)
        {
            features.Add("presence");
        }

        features.Add("signal");
        if (options.Authenticate is not null)
        {
            features.Add("auth");
        }

        return features;
    }

    private void Sweep()
    {
        long patience = (long)(Options.Heartbeat + _moreThanHeartbeat).TotalMilliseconds;
        _sessions.ForEach(static (connection, patience) => Session.Of(connection)?.CheckHeard((long)patience!), patience);
    }
}
