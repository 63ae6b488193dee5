namespace Parley.AspNetCore.Tests.Engine;

/// <summary>What carries an application's connections.</summary>
public enum Carrier
{
    /// <summary>Kestrel's own transport.</summary>
    Kestrel,

    /// <summary>Parley's loops on epoll.</summary>
    Epoll,

    /// <summary>Parley's portable engine.</summary>
    Sockets,
}
