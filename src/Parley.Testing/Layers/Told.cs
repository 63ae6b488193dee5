using System.Text;
using Parley.Channels;

namespace Parley.Testing;

/// <summary>What a layer told about one publication, which itself may be gone by the time somebody looks.</summary>
internal sealed record Told(
    string Where,
    PublicationKind Kind,
    DataForm Form,
    string Data,
    string? EventType,
    PublicationOrigin Origin,
    StreamPosition Position)
{
    public static Told Of(string where, Publication publication, StreamPosition position) => new(
        where,
        publication.Kind,
        publication.Form,
        publication.Form == DataForm.Bytes
            ? Convert.ToHexString(publication.Data)
            : Encoding.UTF8.GetString(publication.Data),
        publication.EventType,
        publication.Origin,
        position);
}
