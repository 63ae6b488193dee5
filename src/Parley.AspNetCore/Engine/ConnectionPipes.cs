using System.Buffers;
using System.IO.Pipelines;

namespace Parley.AspNetCore;

/// <summary>The two pipes of a connection, seen from Kestrel: it reads what came and writes its answers.</summary>
internal sealed class ConnectionPipes(MemoryPool<byte> memory, Pipe input, Pipe output) : IDuplexPipe
{
    public MemoryPool<byte> Memory => memory;

    /// <summary>What came from the peer.</summary>
    public PipeReader Input => input.Reader;

    /// <summary>What goes to the peer.</summary>
    public PipeWriter Output => output.Writer;

    /// <summary>Where the loop puts what came.</summary>
    public PipeWriter Received => input.Writer;

    /// <summary>Where the loop takes what goes to the peer.</summary>
    public PipeReader ToSend => output.Reader;
}
