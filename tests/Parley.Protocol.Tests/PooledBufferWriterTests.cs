using System.Buffers;

namespace Parley.Protocol.Tests;

public sealed class PooledBufferWriterTests
{
    [Fact]
    public void What_is_written_stands_there_however_much_it_is()
    {
        using var writer = new PooledBufferWriter();
        byte[] expected = [.. Enumerable.Range(0, 100_000).Select(static i => (byte)(i * 7))];
        foreach (byte[] piece in expected.Chunk(777))
        {
            writer.Write(piece);
        }

        Assert.Equal(expected, writer.WrittenSpan);
        Assert.Equal(expected, writer.WrittenMemory.ToArray());
    }

    [Fact]
    public void The_front_can_be_dropped()
    {
        using var writer = new PooledBufferWriter();
        writer.Write("abcdef"u8);
        writer.RemoveFirst(2);
        writer.Write("g"u8);
        Assert.Equal("cdefg"u8, writer.WrittenSpan);
        writer.RemoveFirst(5);
        Assert.Equal(0, writer.WrittenCount);
    }

    [Fact]
    public void No_more_can_be_claimed_than_there_is_room()
    {
        using var writer = new PooledBufferWriter();
        int room = writer.GetMemory(10).Length;
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.Advance(room + 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.Advance(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.GetSpan(-1));
    }
}
