using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Parley;

/// <summary>Some loops that new connections are dealt to in turn.</summary>
public sealed class LoopGroup : IDisposable
{
    private readonly ConnectionLoop[] _loops;
    private LoopWatchdog? _watchdog;
    private uint _next;

    /// <summary>Makes a group of loops.</summary>
    /// <param name="loops">The loops, at least one. The group disposes them.</param>
    public LoopGroup(IEnumerable<ConnectionLoop> loops)
    {
        _loops = [.. loops];
        ArgumentOutOfRangeException.ThrowIfZero(_loops.Length, nameof(loops));
    }

    /// <summary>Makes the loops of an engine, one for each processor this process may use.</summary>
    /// <param name="engine">Which engine.</param>
    /// <param name="time">The clock that deadlines are counted on; the system's unless given.</param>
    /// <param name="logging">Where faults are logged.</param>
    /// <exception cref="PlatformNotSupportedException">The engine does not run on this system.</exception>
    public static LoopGroup Create(Engine engine, TimeProvider? time = null, ILoggerFactory? logging = null)
    {
        time ??= TimeProvider.System;
        logging ??= NullLoggerFactory.Instance;
        if (engine == Engine.Epoll && !OperatingSystem.IsLinux())
        {
            throw new PlatformNotSupportedException(
                "The epoll engine runs on Linux only. Choose the engine 'sockets', or 'auto', which finds the right one.");
        }

        LoopGroup group = engine == Engine.Sockets || !OperatingSystem.IsLinux()
            ? OnPool(time, logging.CreateLogger<PoolLoop>())
            : OnEpoll(time, logging.CreateLogger<EpollLoop>());
        group._watchdog = new LoopWatchdog(group._loops, time, logging.CreateLogger<LoopWatchdog>());
        return group;
    }

    /// <summary>Makes a group of <see cref="PoolLoop"/>s, one for each processor this process may use.</summary>
    /// <param name="time">The clock that deadlines are counted on.</param>
    /// <param name="logger">Where faults are logged.</param>
    public static LoopGroup OnPool(TimeProvider? time = null, ILogger<PoolLoop>? logger = null) =>
        new(Enumerable.Range(0, Environment.ProcessorCount).Select(_ => new PoolLoop(time, logger: logger)));

    internal IReadOnlyList<ConnectionLoop> Loops => _loops;

    /// <summary>The clock of its loops.</summary>
    internal TimeProvider Time => _loops[0].Time;

    /// <summary>Makes the listener that goes with the group's engine, and binds it.</summary>
    /// <exception cref="IOException">The address can't be had; the message says why.</exception>
    internal ITransportListener Listen(EndPoint endPoint, ILogger logger, TlsOptions? tls) => _loops[0] is EpollLoop
        ? new EpollListener(ListeningSocket.Open(endPoint), this, logger)
        : new SocketListener(endPoint, this, logger, tls);

    /// <summary>Makes the listener that goes with the group's engine, of a socket that somebody else has made.</summary>
    /// <param name="listening">The socket, bound and listening. The listener owns it from here on.</param>
    /// <param name="logger">Where faults are logged.</param>
    internal ITransportListener Listen(Socket listening, ILogger logger) => _loops[0] is EpollLoop
        ? new EpollListener(listening, this, logger)
        : new SocketListener(listening, this, logger);

    /// <summary>The loop for the next connection. Any thread may call it.</summary>
    public ConnectionLoop Next() => _loops[Interlocked.Increment(ref _next) % (uint)_loops.Length];

    /// <summary>Ends every loop: the connections on them are dropped.</summary>
    public void Dispose()
    {
        _watchdog?.Dispose();
        foreach (ConnectionLoop loop in _loops)
        {
            loop.Dispose();
        }
    }

    private static LoopGroup OnEpoll(TimeProvider time, ILogger logger) => new(Enumerable.Range(0, Environment.ProcessorCount)
        .Select(number => new EpollLoop($"parley {number}", time, logger)));
}
