namespace Parley.Channels.Redis;

/// <summary>Whom a <see cref="Reconnector"/> keeps connected. It is called by one thread at a time, except for the sweep.</summary>
internal interface IConnectionOwner
{
    /// <summary>Who receives published messages; null where none are expected.</summary>
    IPushHandler? Pushes { get; }

    /// <summary>A connection is open and signed in.</summary>
    void OnConnected(RedisConnection connection);

    /// <summary>The connection has ended, or could not be opened.</summary>
    void OnDisconnected(Exception reason);

    /// <summary>Called a few times a second.</summary>
    void OnSweep();
}
