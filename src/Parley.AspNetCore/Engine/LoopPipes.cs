using System.Buffers;
using System.Collections.Concurrent;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace Parley.AspNetCore;

/// <summary>Makes the pipes between loops and Kestrel. The connections of a loop share a pool of memory.</summary>
internal sealed class LoopPipes(SocketTransportOptions sockets, IMemoryPoolFactory<byte> memory) : IDisposable
{
    private readonly ConcurrentDictionary<ConnectionLoop, Settings> _settings = new();

    /// <summary>Makes the pipes of a connection. On its loop.</summary>
    public ConnectionPipes Create(ConnectionLoop loop)
    {
        Settings settings = _settings.GetOrAdd(loop, Add);
        return new ConnectionPipes(settings.Memory, new Pipe(settings.Input), new Pipe(settings.Output));
    }

    public void Dispose()
    {
        foreach (Settings settings in _settings.Values)
        {
            settings.Memory.Dispose();
        }
    }

    // Whatever the other end of a pipe is told, it hears on its own side: Kestrel and the application on the thread
    // pool, so that they never hold a loop, and the loop in its own order of work.
    private Settings Add(ConnectionLoop loop)
    {
        MemoryPool<byte> pool = memory.Create(new MemoryPoolOptions { Owner = "parley" });
        var scheduler = new LoopPipeScheduler(loop);
        return new Settings(
            pool,
            Options(pool, PipeScheduler.ThreadPool, scheduler, sockets.MaxReadBufferSize ?? 0),
            Options(pool, scheduler, PipeScheduler.ThreadPool, sockets.MaxWriteBufferSize ?? 0));
    }

    private static PipeOptions Options(MemoryPool<byte> pool, PipeScheduler reader, PipeScheduler writer, long mark) =>
        new(pool, reader, writer, mark, mark / 2, useSynchronizationContext: false);

    private sealed record Settings(MemoryPool<byte> Memory, PipeOptions Input, PipeOptions Output);
}
