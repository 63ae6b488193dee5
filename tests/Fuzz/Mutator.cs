namespace Parley.Fuzz;

/// <summary>Changes bytes in the ways that break parsers.</summary>
public sealed class Mutator(Random random)
{
    private const int MaxLength = 8192;

    private static readonly byte[][] _interesting =
    [
        [0x00], [0x7F], [0x80], [0xFF], [0x7E, 0x00, 0x7D], [0xFE, 0x00, 0x7E], [0xFF, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF],
        [0x7F, 0x80, 0, 0, 0, 0, 0, 0, 0], [0x88, 0x82], [0xC1, 0x80], [0xC1, 0x05], [0x00, 0x00, 0xFF, 0xFF], [0x03, 0x00],
        [0xED, 0xA0, 0x80], [0xF4, 0x90], [0xC0, 0x80], [0x0D, 0x0A], [0x0D, 0x0A, 0x0D, 0x0A], [0x20, 0x3A], [0x22, 0x5C],
        [0xC2, 0x85], [0x2C, 0x2C], [0x3B, 0x3D],
    ];

    /// <summary>A changed copy.</summary>
    /// <param name="input">The bytes.</param>
    /// <param name="other">Other bytes to take pieces from.</param>
    public byte[] Mutate(byte[] input, byte[] other)
    {
        List<byte> bytes = [.. input];
        for (int changes = random.Next(1, 6); changes > 0; changes--)
        {
            Change(bytes, other);
        }

        return [.. bytes.Take(MaxLength)];
    }

    private void Change(List<byte> bytes, byte[] other)
    {
        int at = random.Next(bytes.Count + 1);
        int length = random.Next(Math.Min(64, bytes.Count - at) + 1);
        switch (random.Next(7))
        {
            case 0 when at < bytes.Count:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1 when at < bytes.Count:
                bytes[at] = (byte)random.Next(256);
                break;
            case 2:
                bytes.InsertRange(at, _interesting[random.Next(_interesting.Length)]);
                break;
            case 3:
                bytes.RemoveRange(at, length);
                break;
            case 4:
                bytes.InsertRange(at, bytes.GetRange(at, length));
                break;
            case 5 when other.Length > 0:
                int from = random.Next(other.Length);
                bytes.InsertRange(at, other.AsSpan(from, random.Next(Math.Min(256, other.Length - from) + 1)).ToArray());
                break;
            default:
                byte[] noise = new byte[random.Next(1, 16)];
                random.NextBytes(noise);
                bytes.InsertRange(at, noise);
                break;
        }
    }
}
