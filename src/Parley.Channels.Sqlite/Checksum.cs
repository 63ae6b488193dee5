using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Parley.Channels.Sqlite;

/// <summary>
/// A CRC-32C over everything about a publication. SQLite finds out when its own structure is damaged, not when bytes
/// within a row are.
/// </summary>
internal static class Checksum
{
    private const int MaxStack = 256;

    public static uint Of(Publication publication, long offset)
    {
        uint checksum = BitOperations.Crc32C(0, (ulong)offset);
        checksum = BitOperations.Crc32C(checksum, (ulong)publication.At.UtcTicks);
        checksum = BitOperations.Crc32C(checksum, ((uint)publication.Kind << 8) | (uint)publication.Form);
        checksum = Add(checksum, publication.EventType);
        checksum = Add(checksum, publication.Origin.Id);
        checksum = Add(checksum, publication.Origin.Client);
        checksum = Add(checksum, publication.Origin.User);
        return Add(checksum, publication.Data);
    }

    private static uint Add(uint checksum, string? text)
    {
        if (text is null)
        {
            return BitOperations.Crc32C(checksum, byte.MaxValue);
        }

        int size = Encoding.UTF8.GetByteCount(text);
        Span<byte> bytes = size > MaxStack ? new byte[size] : stackalloc byte[MaxStack];
        return Add(checksum, bytes[..Encoding.UTF8.GetBytes(text, bytes)]);
    }

    private static uint Add(uint checksum, ReadOnlySpan<byte> bytes)
    {
        checksum = BitOperations.Crc32C(checksum, (uint)bytes.Length);
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
        {
            checksum = BitOperations.Crc32C(checksum, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        }

        foreach (byte value in bytes)
        {
            checksum = BitOperations.Crc32C(checksum, value);
        }

        return checksum;
    }
}
