using System.Threading.Channels;

namespace Parley.Channels.Redis.Tests;

/// <summary>A stream whose other end says what a test gives it to say, step by step, and takes whatever it is sent.</summary>
internal sealed class SteppedStream : Stream
{
    private readonly Channel<byte[]> _said = Channel.CreateUnbounded<byte[]>();
    private readonly Channel<bool> _asked = Channel.CreateUnbounded<bool>();

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Says something. Completes when it has been dealt with: more is asked for.</summary>
    public async Task SayAsync(byte[] bytes)
    {
        _said.Writer.TryWrite(bytes);
        await _asked.Reader.ReadAsync();
    }

    /// <summary>Completes when it is read for the first time.</summary>
    public async Task BeginAsync() => await _asked.Reader.ReadAsync();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _asked.Writer.TryWrite(true);
        byte[] bytes = await _said.Reader.ReadAsync(cancellationToken);
        bytes.CopyTo(buffer);
        return bytes.Length;
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => default;

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        _said.Writer.TryComplete(new IOException("It was closed."));
        base.Dispose(disposing);
    }
}
