using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Parley.Channels.Redis;

/// <summary>Members and updates as bytes.</summary>
internal static class PresenceFormat
{
    private const byte Version = 1;
    private const byte LineEnd = (byte)'\n';

    /// <summary>What is kept of a connection, besides its node: its user, and the rest is what others see.</summary>
    public static byte[] WriteMember(PresenceMember member)
    {
        var output = new ArrayBufferWriter<byte>();
        output.WriteText(member.User);
        output.Write(member.Show.Span);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Reads a connection as the scripts keep it, and its place among the others. False if the bytes are none.</summary>
    public static bool TryReadEntry(string client, ReadOnlySpan<byte> bytes, out PresenceEntry entry, out long place)
    {
        (entry, place) = (default, 0);
        int end = bytes.IndexOf(LineEnd);
        string[] words = end < 0 ? [] : Encoding.UTF8.GetString(bytes[..end]).Split(' ');
        ReadOnlySpan<byte> rest = bytes[(end + 1)..];
        if (words.Length != 3
            || !long.TryParse(words[1], out long life)
            || !long.TryParse(words[2], out place)
            || !ByteFields.TryReadText(ref rest, out string? user))
        {
            return false;
        }

        entry = new PresenceEntry(new PresenceNode(words[0], life), new PresenceMember(client, user, rest.ToArray()));
        return true;
    }

    public static byte[] WriteUpdate(PresenceUpdate update)
    {
        var output = new ArrayBufferWriter<byte>();
        output.Write([Version, (byte)update.Kind]);
        output.WriteText(update.Node.Id);
        output.WriteNumber(update.Node.Life);
        output.WriteNumber(update.Entered.Count);
        foreach (PresenceMember member in update.Entered)
        {
            output.WriteText(member.Client);
            output.WriteText(member.User);
            output.WriteBytes(member.Show.Span);
        }

        foreach (string client in update.Left)
        {
            output.WriteText(client);
        }

        return output.WrittenSpan.ToArray();
    }

    /// <summary>Reads an update behind the number that the script has given it. False if the bytes are none.</summary>
    public static bool TryReadUpdate(
        ReadOnlySpan<byte> payload, out long number, [NotNullWhen(true)] out PresenceUpdate? update)
    {
        update = null;
        if (!Utf8Parser.TryParse(payload, out number, out int read) || payload.Length < read + 3
            || payload[read] != LineEnd || payload[read + 1] != Version || payload[read + 2] > (byte)PresenceUpdateKind.NodeEnded)
        {
            return false;
        }

        var kind = (PresenceUpdateKind)payload[read + 2];
        payload = payload[(read + 3)..];
        var entered = new List<PresenceMember>();
        var left = new List<string>();
        if (!ByteFields.TryReadText(ref payload, out string? node) || node is null
            || !ByteFields.TryReadNumber(ref payload, out long life)
            || !ByteFields.TryReadNumber(ref payload, out long count)
            || !TryReadMembers(ref payload, count, entered)
            || !TryReadClients(ref payload, left))
        {
            return false;
        }

        update = new PresenceUpdate(new PresenceNode(node, life), kind, entered, left);
        return true;
    }

    private static bool TryReadMembers(ref ReadOnlySpan<byte> bytes, long count, List<PresenceMember> members)
    {
        for (long i = 0; i < count; i++)
        {
            if (!ByteFields.TryReadText(ref bytes, out string? client) || client is null
                || !ByteFields.TryReadText(ref bytes, out string? user)
                || !ByteFields.TryReadBytes(ref bytes, out byte[] show))
            {
                return false;
            }

            members.Add(new PresenceMember(client, user, show));
        }

        return true;
    }

    private static bool TryReadClients(ref ReadOnlySpan<byte> bytes, List<string> clients)
    {
        while (!bytes.IsEmpty)
        {
            if (!ByteFields.TryReadText(ref bytes, out string? client) || client is null)
            {
                return false;
            }

            clients.Add(client);
        }

        return true;
    }
}
