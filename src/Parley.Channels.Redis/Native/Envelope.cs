using System.Buffers;
using System.Text.Unicode;

namespace Parley.Channels.Redis;

/// <summary>
/// A publication as bytes: a version, its kind, its form, five texts each behind its length and one (0: none), and the rest
/// is its data.
/// </summary>
internal static class Envelope
{
    private const byte Version = 1;
    private const int FixedLength = 3;

    public static byte[] Write(Publication publication)
    {
        PublicationOrigin origin = publication.Origin;
        string? except = publication.Except == default ? null : publication.Except.Value;
        var output = new ArrayBufferWriter<byte>(FixedLength + 64 + publication.Data.Length);
        output.Write([Version, (byte)publication.Kind, (byte)publication.Form]);
        output.WriteText(publication.EventType);
        output.WriteText(origin.Id);
        output.WriteText(origin.Client);
        output.WriteText(origin.User);
        output.WriteText(except);
        output.Write(publication.Data);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Reads a publication. The caller releases it. Null if the bytes are none.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="isKept">Whether it comes out of history, where nobody is left out any more.</param>
    public static Publication? Read(ReadOnlySpan<byte> bytes, bool isKept)
    {
        if (bytes.Length < FixedLength || bytes[0] != Version
            || bytes[1] > (byte)PublicationKind.Signal || bytes[2] > (byte)DataForm.Json)
        {
            return null;
        }

        (var kind, var form) = ((PublicationKind)bytes[1], (DataForm)bytes[2]);
        bytes = bytes[FixedLength..];
        if (!ByteFields.TryReadText(ref bytes, out string? type)
            || !ByteFields.TryReadText(ref bytes, out string? id)
            || !ByteFields.TryReadText(ref bytes, out string? client)
            || !ByteFields.TryReadText(ref bytes, out string? user)
            || !ByteFields.TryReadText(ref bytes, out string? except)
            || (kind == PublicationKind.Event) != (type is not null)
            || (form != DataForm.Bytes && !Utf8.IsValid(bytes)))
        {
            return null;
        }

        ChannelName excepted = default;
        if (!isKept && except is not null && !ChannelName.TryCreate(except, out excepted))
        {
            return null;
        }

        return Publication.Create(kind, form, bytes, new PublicationOrigin(id, client, user), type, excepted);
    }
}
