using System.Buffers.Binary;
using Parley.Protocol;

namespace Parley.Cli;

/// <summary>A frame that the server sent.</summary>
/// <param name="Opcode">Its opcode.</param>
/// <param name="Start">The start of its payload: all of it, in a control frame.</param>
internal sealed record ServerFrame(Opcode Opcode, byte[] Start)
{
    /// <summary>The code in a Close frame; null if it holds none.</summary>
    public int? CloseCode => Start.Length < 2 ? null : BinaryPrimitives.ReadUInt16BigEndian(Start);

    /// <summary>Reads the next frame.</summary>
    /// <returns>Null if the connection has ended.</returns>
    public static async Task<ServerFrame?> ReadAsync(RawSocket socket, CancellationToken cancellationToken)
    {
        FrameHeader header;
        int size;
        while (!FrameHeader.TryRead(socket.Received, out header, out size))
        {
            if (!await socket.TryReceiveAsync(cancellationToken))
            {
                return null;
            }
        }

        socket.Take(size);
        byte[] start = new byte[Math.Min(header.PayloadLength, FrameHeaderRules.MaxControlPayload)];
        ulong taken = 0;
        while (taken < header.PayloadLength)
        {
            if (socket.Received.IsEmpty && !await socket.TryReceiveAsync(cancellationToken))
            {
                return null;
            }

            taken += (ulong)TakePiece(socket, start, taken, header.PayloadLength);
        }

        return new ServerFrame(header.Opcode, start);
    }

    private static int TakePiece(RawSocket socket, byte[] start, ulong taken, ulong length)
    {
        int count = (int)Math.Min((ulong)socket.Received.Length, length - taken);
        if (taken < (ulong)start.Length)
        {
            int kept = Math.Min(count, start.Length - (int)taken);
            socket.Received[..kept].CopyTo(start.AsSpan((int)taken));
        }

        socket.Take(count);
        return count;
    }
}
