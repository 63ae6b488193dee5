using BenchmarkDotNet.Attributes;
using Parley.Protocol;

namespace Parley.Micro;

/// <summary>
/// What a server pays to compress and send a message with context takeover, and with a fresh compressor for each.
/// </summary>
[MemoryDiagnoser]
public class DeflateBenchmarks
{
    // Far more text than the window of 32 KiB holds: no message finds itself there when its turn comes again.
    private const int TextInAll = 1024 * 1024;

    private readonly PooledBufferWriter _output = new();
    private byte[][] _messages = [];
    private WebSocketProtocol? _takeover;
    private WebSocketProtocol? _fresh;
    private int _next;
    private long _sent;
    private long _written;

    [Params(200, 16 * 1024)]
    public int Size { get; set; }

    [GlobalSetup]
    public void Open()
    {
        _messages = JsonMessages.Make(TextInAll / Size, Size);
        _takeover = Open(noContextTakeover: false);
        _fresh = Open(noContextTakeover: true);
    }

    [GlobalCleanup]
    public void Close()
    {
        // Time is only half of the choice between the two.
        Console.WriteLine($"// {(double)_written / _sent:F0} bytes on the wire for each message of {Size} bytes");
        _takeover?.Dispose();
        _fresh?.Dispose();
        _output.Dispose();
    }

    [Benchmark(Baseline = true)]
    public int ContextTakeover() => Send(_takeover!);

    [Benchmark]
    public int FreshCompressor() => Send(_fresh!);

    private static WebSocketProtocol Open(bool noContextTakeover) => new(
        Role.Server,
        new ProtocolOptions
        {
            Deflate = new DeflateOptions { ServerNoContextTakeover = noContextTakeover, Threshold = 0 },
        },
        new DeflateParameters { ServerNoContextTakeover = noContextTakeover });

    private int Send(WebSocketProtocol protocol)
    {
        byte[] message = _messages[_next++ % _messages.Length];
        protocol.Send(MessageType.Text, message, _output);
        int size = _output.WrittenCount;
        _output.Clear();
        _sent++;
        _written += size;
        return size;
    }
}
