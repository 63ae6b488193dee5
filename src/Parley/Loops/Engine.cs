namespace Parley;

/// <summary>What connections run on.</summary>
public enum Engine
{
    /// <summary>The fastest that this system has: <see cref="Epoll"/> on Linux, <see cref="Sockets"/> elsewhere.</summary>
    Auto,

    /// <summary>Event loops of our own, one thread for each processor. On Linux only.</summary>
    Epoll,

    /// <summary>.NET's sockets and thread pool. Everywhere.</summary>
    Sockets,
}
