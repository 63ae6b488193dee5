using System.Buffers.Text;
using System.Text;

namespace Parley.Channels.Redis;

/// <summary>
/// A message of a group's channel: a letter, and for what has a place in the group a line with its epoch, its offset and one
/// more number. Scripts write it, except for signals.
/// </summary>
/// <param name="Kind">What it tells.</param>
/// <param name="Position">The place of what it tells of; without an epoch for a signal.</param>
/// <param name="Number">When it was published, in Unix milliseconds; of an erasure, how many there have been.</param>
/// <param name="Body">The publication; see <see cref="Envelope"/>.</param>
internal readonly record struct GroupMessage(
    GroupMessageKind Kind, StreamPosition Position, long Number, ReadOnlyMemory<byte> Body)
{
    private const byte LineEnd = (byte)'\n';
    private const byte Space = (byte)' ';

    /// <summary>A signal as it is sent.</summary>
    public static byte[] Signal(byte[] body) => [(byte)'S', .. body];

    public static bool TryRead(ReadOnlyMemory<byte> payload, out GroupMessage message)
    {
        message = default;
        if (payload.IsEmpty)
        {
            return false;
        }

        byte letter = payload.Span[0];
        if (letter == 'S')
        {
            message = new GroupMessage(GroupMessageKind.Signal, default, 0, payload[1..]);
            return true;
        }

        int end = payload.Span.IndexOf(LineEnd);
        if (letter is not ((byte)'P' or (byte)'E') || end < 0
            || !TryReadLine(payload.Span[1..end], out StreamPosition position, out long number))
        {
            return false;
        }

        GroupMessageKind kind = letter == 'P' ? GroupMessageKind.Publication : GroupMessageKind.Erasure;
        message = new GroupMessage(kind, position, number, payload[(end + 1)..]);
        return true;
    }

    private static bool TryReadLine(ReadOnlySpan<byte> line, out StreamPosition position, out long number)
    {
        (position, number) = (default, 0);
        int first = line.IndexOf(Space);
        int second = line.LastIndexOf(Space);
        if (first <= 0 || second <= first
            || !TryReadNumber(line[(first + 1)..second], out long offset) || !TryReadNumber(line[(second + 1)..], out number))
        {
            return false;
        }

        position = new StreamPosition(Encoding.UTF8.GetString(line[..first]), offset);
        return true;
    }

    private static bool TryReadNumber(ReadOnlySpan<byte> text, out long number) =>
        Utf8Parser.TryParse(text, out number, out int read) && read == text.Length && number >= 0;
}
