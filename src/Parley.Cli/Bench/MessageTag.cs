using System.Buffers.Binary;

namespace Parley.Cli.Bench;

/// <summary>
/// A number of 32 bits as eight letters from a to p, so that a text message can carry it. Both ways are a few
/// instructions, since they are done for every message.
/// </summary>
internal static class MessageTag
{
    /// <summary>How many bytes it takes.</summary>
    public const int Size = 8;

    private const ulong EachLetter = 0x6161616161616161;
    private const ulong EachLowHalf = 0x0F0F0F0F0F0F0F0F;

    /// <summary>Writes a number. If there is no room for all of its letters, only the fastest changing are written.</summary>
    public static void Write(Span<byte> target, uint number)
    {
        ulong letters = Encode(number);
        if (target.Length >= Size)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(target, letters);
            return;
        }

        for (int i = 0; i < target.Length; i++)
        {
            target[i] = (byte)(letters >> (8 * i));
        }
    }

    /// <summary>Whether the letters, or as many as there are, stand for a number.</summary>
    public static bool Is(ReadOnlySpan<byte> source, uint number)
    {
        ulong letters = Encode(number);
        if (source.Length >= Size)
        {
            return BinaryPrimitives.ReadUInt64LittleEndian(source) == letters;
        }

        for (int i = 0; i < source.Length; i++)
        {
            if (source[i] != (byte)(letters >> (8 * i)))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Reads a number from eight letters.</summary>
    public static bool TryRead(ReadOnlySpan<byte> source, out uint number)
    {
        // A byte below 'a' borrows, which leaves it with its high half set, as one above 'p' has.
        ulong halves = BinaryPrimitives.ReadUInt64LittleEndian(source) - EachLetter;
        bool isTag = (halves & ~EachLowHalf) == 0;
        halves = (halves | (halves >> 4)) & 0x00FF00FF00FF00FF;
        halves = (halves | (halves >> 8)) & 0x0000FFFF0000FFFF;
        number = (uint)(halves | (halves >> 16));
        return isTag;
    }

    private static ulong Encode(uint number)
    {
        ulong halves = number;
        halves = (halves | (halves << 16)) & 0x0000FFFF0000FFFF;
        halves = (halves | (halves << 8)) & 0x00FF00FF00FF00FF;
        halves = (halves | (halves << 4)) & EachLowHalf;
        return halves + EachLetter;
    }
}
