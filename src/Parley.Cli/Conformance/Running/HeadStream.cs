using Parley.Protocol;

namespace Parley.Cli.Conformance;

/// <summary>Reads the head of a handshake from a stream.</summary>
internal static class HeadStream
{
    /// <summary>Reads a head, and what came behind it.</summary>
    /// <exception cref="IOException">The stream ended before, or what came is no head.</exception>
    public static async Task<(byte[] Head, byte[] Behind)> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        using var reader = new HeadReader(new HandshakeLimits());
        byte[] buffer = new byte[4096];
        while (true)
        {
            int count = await stream.ReadAsync(buffer, cancellationToken);
            if (count == 0)
            {
                throw new IOException("The connection was closed during the handshake.");
            }

            if (TryTake(reader, buffer.AsSpan(0, count), out byte[] head, out byte[] rest))
            {
                return (head, rest);
            }
        }
    }

    private static bool TryTake(HeadReader reader, ReadOnlySpan<byte> input, out byte[] head, out byte[] rest)
    {
        (head, rest) = ([], []);
        if (!reader.TryRead(ref input, out ReadOnlySpan<byte> whole, out HandshakeError? error))
        {
            return error is null ? false : throw new IOException(error.Reason);
        }

        (head, rest) = (whole.ToArray(), input.ToArray());
        return true;
    }
}
