using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Parley.Protocol;

/// <summary>Masks and unmasks payloads (RFC 6455 section 5.3). Both are the same exclusive-or.</summary>
public static class Masking
{
    private const int CacheLine = 64;
    private const int WorthAligning = 512;

    /// <summary>Applies <paramref name="key"/> to <paramref name="data"/>, in place.</summary>
    /// <param name="data">A payload, or the next piece of one.</param>
    /// <param name="key">The key for the first byte of <paramref name="data"/>, its first byte on the wire lowest.</param>
    /// <returns>The key for the byte after the last one: pass it with the payload's next piece.</returns>
    public static uint Apply(Span<byte> data, uint key)
    {
        // A header has any size, so payloads start anywhere, and then every wide block would straddle two cache lines.
        // Bringing a long payload to a line's start first saves a quarter of the time.
        if (data.Length >= WorthAligning)
        {
            int head = BytesToCacheLine(data);
            key = ApplyFromHere(data[..head], key);
            data = data[head..];
        }

        return ApplyFromHere(data, key);
    }

    /// <summary>Applies the key to the whole blocks of 64 bytes.</summary>
    /// <returns>What is left. A block is a whole number of keys, so its first byte takes the same key.</returns>
    internal static Span<byte> Apply512(Span<byte> data, uint key)
    {
        Vector512<uint> pattern = Vector512.Create(InMemoryOrder(key));
        Span<Vector512<uint>> blocks = MemoryMarshal.Cast<byte, Vector512<uint>>(data);
        for (int i = 0; i < blocks.Length; i++)
        {
            blocks[i] ^= pattern;
        }

        return data[(blocks.Length * Vector512<byte>.Count)..];
    }

    /// <summary>Applies the key to the whole blocks of 32 bytes.</summary>
    /// <inheritdoc cref="Apply512"/>
    internal static Span<byte> Apply256(Span<byte> data, uint key)
    {
        Vector256<uint> pattern = Vector256.Create(InMemoryOrder(key));
        Span<Vector256<uint>> blocks = MemoryMarshal.Cast<byte, Vector256<uint>>(data);
        for (int i = 0; i < blocks.Length; i++)
        {
            blocks[i] ^= pattern;
        }

        return data[(blocks.Length * Vector256<byte>.Count)..];
    }

    /// <summary>Applies the key to the whole blocks of 16 bytes.</summary>
    /// <inheritdoc cref="Apply512"/>
    internal static Span<byte> Apply128(Span<byte> data, uint key)
    {
        Vector128<uint> pattern = Vector128.Create(InMemoryOrder(key));
        Span<Vector128<uint>> blocks = MemoryMarshal.Cast<byte, Vector128<uint>>(data);
        for (int i = 0; i < blocks.Length; i++)
        {
            blocks[i] ^= pattern;
        }

        return data[(blocks.Length * Vector128<byte>.Count)..];
    }

    /// <summary>Applies the key byte by byte, as the RFC words it.</summary>
    internal static void ApplyScalar(Span<byte> data, uint key)
    {
        for (int i = 0; i < data.Length; i++)
        {
            data[i] ^= (byte)(key >> ((i & 3) * 8));
        }
    }

    // The conditions are constants to the compiler. Unrolled loops were no faster when measured.
    [ExcludeFromCodeCoverage(Justification = "Which branches run is the processor's choice; each width has tests of its own.")]
    private static uint ApplyFromHere(Span<byte> data, uint key)
    {
        Span<byte> rest = data;
        rest = Vector512.IsHardwareAccelerated ? Apply512(rest, key) : rest;
        rest = Vector256.IsHardwareAccelerated ? Apply256(rest, key) : rest;
        rest = Vector128.IsHardwareAccelerated ? Apply128(rest, key) : rest;
        ApplyScalar(rest, key);
        return BitOperations.RotateRight(key, (data.Length & 3) * 8);
    }

    // The collector may move the array meanwhile; then it is only slower.
    private static int BytesToCacheLine(Span<byte> data)
    {
        nint address = Unsafe.ByteOffset(ref Unsafe.NullRef<byte>(), ref MemoryMarshal.GetReference(data));
        return (int)(-address & (CacheLine - 1));
    }

    // Key bytes are numbered by their place on the wire; a register has to hold them in memory's order.
    [ExcludeFromCodeCoverage(Justification = "Which branch runs is the processor's choice.")]
    private static uint InMemoryOrder(uint key) =>
        BitConverter.IsLittleEndian ? key : BinaryPrimitives.ReverseEndianness(key);
}
