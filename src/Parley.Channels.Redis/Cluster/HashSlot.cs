namespace Parley.Channels.Redis;

/// <summary>Which of the 16,384 slots of a Redis Cluster a key belongs to.</summary>
internal static class HashSlot
{
    public const int Count = 16384;

    private const ushort Polynomial = 0x1021;

    private static readonly ushort[] _table = MakeTable();

    /// <summary>
    /// CRC16 (XMODEM) of the key, or of what stands between its first <c>{</c> and the next <c>}</c> if that is not
    /// empty: keys with the same tag are on the same node.
    /// </summary>
    public static int Of(ReadOnlySpan<byte> key)
    {
        int start = key.IndexOf((byte)'{');
        if (start >= 0)
        {
            int length = key[(start + 1)..].IndexOf((byte)'}');
            if (length > 0)
            {
                key = key.Slice(start + 1, length);
            }
        }

        return Crc16(key) % Count;
    }

    public static ushort Crc16(ReadOnlySpan<byte> bytes)
    {
        ushort crc = 0;
        foreach (byte value in bytes)
        {
            crc = (ushort)((crc << 8) ^ _table[(crc >> 8) ^ value]);
        }

        return crc;
    }

    private static ushort[] MakeTable()
    {
        var table = new ushort[256];
        for (int index = 0; index < table.Length; index++)
        {
            ushort crc = (ushort)(index << 8);
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (ushort)((crc & 0x8000) != 0 ? (crc << 1) ^ Polynomial : crc << 1);
            }

            table[index] = crc;
        }

        return table;
    }
}
