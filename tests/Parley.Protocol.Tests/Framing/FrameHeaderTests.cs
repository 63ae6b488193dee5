using System.Buffers;

namespace Parley.Protocol.Tests.Framing;

public sealed class FrameHeaderTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(125)]
    [InlineData(126)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(long.MaxValue)]
    public void What_is_written_is_read(long length)
    {
        byte[] bytes = new byte[FrameHeader.MaxSize];
        int size = FrameWriter.WriteHeader(bytes, 0xC1, length, 0x04030201);
        for (int count = 0; count < size; count++)
        {
            Assert.False(FrameHeader.TryRead(bytes.AsSpan(0, count), out _, out int needed));
            Assert.InRange(needed, count + 1, size);
        }

        Assert.True(FrameHeader.TryRead(bytes, out FrameHeader header, out int read));
        Assert.Equal(size, read);
        Assert.Equal((ulong)length, header.PayloadLength);
        Assert.Equal(0x04030201u, header.MaskingKey);
        Assert.True(header is { IsFinal: true, IsMasked: true, IsLengthMinimal: true, Opcode: Opcode.Text, ReservedBits: 0x40 });
        Assert.Equal([1, 2, 3, 4], bytes[(size - 4)..size]);
    }

    [Fact]
    public void The_writer_writes_what_it_is_told_right_or_wrong()
    {
        var output = new ArrayBufferWriter<byte>();
        FrameWriter.WriteFrame(output, 0x7F, "ab"u8);
        FrameWriter.WriteFrame(output, FrameWriter.NotFinal(Opcode.Ping), "ab"u8, maskingKey: 0);
        Assert.Equal([0x7F, 2, (byte)'a', (byte)'b', 0x09, 0x82, 0, 0, 0, 0, (byte)'a', (byte)'b'], output.WrittenSpan.ToArray());
    }

    [Theory]
    [InlineData(Opcode.Continuation, false, true)]
    [InlineData(Opcode.Text, false, true)]
    [InlineData(Opcode.Close, true, true)]
    [InlineData(Opcode.Pong, true, true)]
    [InlineData((Opcode)3, false, false)]
    [InlineData((Opcode)15, true, false)]
    public void Opcodes_are_known_or_reserved(Opcode opcode, bool isControl, bool isKnown)
    {
        Assert.Equal(isControl, opcode.IsControl);
        Assert.Equal(isKnown, opcode.IsKnown);
    }
}
