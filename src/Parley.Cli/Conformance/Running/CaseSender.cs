using System.Buffers;
using System.Security.Cryptography;
using Parley.Protocol;

namespace Parley.Cli.Conformance;

/// <summary>Sends frames, right or wrong, whole or in chops.</summary>
internal sealed class CaseSender(Stream stream, Role role, WebSocketProtocol compressor) : IDisposable
{
    private readonly ArrayBufferWriter<byte> _held = new();
    private ReadOnlyMemory<byte> _payload;
    private int _chop;
    private bool _isSynced;

    /// <summary>Writes a frame's header; its payload follows.</summary>
    public async Task BeginFrameAsync(Step.Frame frame, CancellationToken cancellationToken)
    {
        _chop = frame.Chop;
        _isSynced = frame.IsSynced || frame.PausesAt.Count > 0;
        _payload = WriteHeader(frame.FirstByte, frame.Payload);
        if (_chop > 0)
        {
            await FlushAsync(cancellationToken);
        }
    }

    /// <summary>Sends the next bytes of the frame's payload.</summary>
    public async Task SendPayloadAsync(int count, CancellationToken cancellationToken)
    {
        _held.Write(_payload.Span[..count]);
        _payload = _payload[count..];
        if (_chop > 0 || _isSynced)
        {
            await FlushAsync(cancellationToken);
        }
    }

    /// <summary>Sends a whole message as the step has it: compressed if that was agreed on, in fragments, in chops.</summary>
    public async Task SendMessageAsync(Step.Echo echo, byte[] payload, bool isCompressed, CancellationToken cancellationToken)
    {
        (byte first, byte[] bytes) = isCompressed ? Compress(echo.Type, payload) : (FrameWriter.Final((Opcode)echo.Type), payload);
        int size = echo.FragmentSize > 0 ? echo.FragmentSize : Math.Max(1, bytes.Length);
        _chop = echo.Chop;
        for (int at = 0; at == 0 || at < bytes.Length; at += size)
        {
            int count = Math.Min(size, bytes.Length - at);
            bool isLast = at + count == bytes.Length;
            byte opcode = at == 0 ? first : (byte)0x80;
            _held.Write(WriteHeader(isLast ? opcode : (byte)(opcode & 0x7F), bytes.AsSpan(at, count)).Span);
            if (_held.WrittenCount > 256 * 1024)
            {
                await FlushAsync(cancellationToken);
            }
        }

        await FlushAsync(cancellationToken);
    }

    /// <summary>Sends what has been held.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> bytes = _held.WrittenMemory;
        int size = _chop > 0 ? _chop : Math.Max(1, bytes.Length);
        for (int at = 0; at < bytes.Length; at += size)
        {
            await stream.WriteAsync(bytes.Slice(at, Math.Min(size, bytes.Length - at)), cancellationToken);
        }

        _held.ResetWrittenCount();
    }

    public void Dispose() => compressor.Dispose();

    // The payload as it goes out: a client's is masked.
    private ReadOnlyMemory<byte> WriteHeader(byte firstByte, ReadOnlySpan<byte> payload)
    {
        Span<byte> header = _held.GetSpan(FrameHeader.MaxSize);
        if (role == Role.Server)
        {
            _held.Advance(FrameWriter.WriteHeader(header, firstByte, payload.Length));
            return payload.ToArray();
        }

        uint key = BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(4));
        _held.Advance(FrameWriter.WriteHeader(header, firstByte, payload.Length, key));
        byte[] masked = payload.ToArray();
        Masking.Apply(masked, key);
        return masked;
    }

    // The core compresses into a frame of its own, which is taken apart again.
    private (byte FirstByte, byte[] Payload) Compress(MessageType type, byte[] payload)
    {
        var frame = new ArrayBufferWriter<byte>();
        compressor.Send(type, payload, frame);
        FrameHeader.TryRead(frame.WrittenSpan, out FrameHeader header, out int size);
        byte[] compressed = frame.WrittenSpan[size..].ToArray();
        Masking.Apply(compressed, header.MaskingKey);
        return ((byte)(0x80 | header.ReservedBits | (byte)header.Opcode), compressed);
    }
}
