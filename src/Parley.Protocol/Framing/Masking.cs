using System.Numerics;
using System.Runtime.InteropServices;

namespace Parley.Protocol;

/// <summary>Masks and unmasks payloads (RFC 6455 section 5.3). Both are the same exclusive-or.</summary>
public static class Masking
{
    /// <summary>Applies <paramref name="key"/> to <paramref name="data"/>, in place.</summary>
    /// <param name="data">A payload, or the next piece of one.</param>
    /// <param name="key">The key for the first byte of <paramref name="data"/>, its first byte on the wire lowest.</param>
    /// <returns>The key for the byte after the last one: pass it with the payload's next piece.</returns>
    public static uint Apply(Span<byte> data, uint key)
    {
        // Key bytes are numbered by their place on the wire; a register has to hold them in memory's order.
        uint inMemory = BitConverter.IsLittleEndian ? key : System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(key);
        var pattern = new Vector<byte>(MemoryMarshal.AsBytes<uint>(RepeatedKey(stackalloc uint[Vector<uint>.Count], inMemory)));

        Span<Vector<byte>> blocks = MemoryMarshal.Cast<byte, Vector<byte>>(data);
        for (int i = 0; i < blocks.Length; i++)
        {
            blocks[i] ^= pattern;
        }

        // A block is a whole number of keys, so the tail starts with the key's first byte.
        Span<byte> tail = data[(blocks.Length * Vector<byte>.Count)..];
        for (int i = 0; i < tail.Length; i++)
        {
            tail[i] ^= (byte)(key >> ((i & 3) * 8));
        }

        return BitOperations.RotateRight(key, (data.Length & 3) * 8);
    }

    private static Span<uint> RepeatedKey(Span<uint> block, uint key)
    {
        block.Fill(key);
        return block;
    }
}
