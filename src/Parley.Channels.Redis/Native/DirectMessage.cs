using System.Text;

namespace Parley.Channels.Redis;

/// <summary>What is sent to one channel, as it goes over a node's channel of Redis: a length, the channel, the publication.</summary>
internal static class DirectMessage
{
    public static byte[] Write(ChannelName channel, Publication publication)
    {
        byte[] name = Encoding.UTF8.GetBytes(channel.Value);
        return [(byte)name.Length, .. name, .. Envelope.Write(publication)];
    }

    /// <summary>Reads it. The caller releases the publication. Null if the bytes are none.</summary>
    public static Publication? Read(ReadOnlySpan<byte> bytes, out ChannelName channel)
    {
        channel = default;
        return bytes.Length > 0 && bytes[0] < bytes.Length
            && ChannelName.TryCreate(Encoding.UTF8.GetString(bytes.Slice(1, bytes[0])), out channel)
                ? Envelope.Read(bytes[(1 + bytes[0])..], isKept: false)
                : null;
    }
}
