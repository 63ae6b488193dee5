using System.Text;
using Parley.Channels;

namespace Parley.Testing;

/// <summary>Publications of every kind and form.</summary>
internal static class Samples
{
    public static IReadOnlyList<Told> All { get; } =
    [
        Message(DataForm.Text, "a 大厅 🙂"),
        Message(DataForm.Text, ""),
        Message(DataForm.Bytes, "00FF"),
        Message(DataForm.Json, """{"a":[1,null]}"""),
        Message(DataForm.Text, "b") with { Origin = new PublicationOrigin(null, "client-1") },
        Message(DataForm.Text, "c") with { Origin = new PublicationOrigin("id-1", "client-1", "ann 安") },
        Message(DataForm.Bytes, "00FF7B7D") with { Kind = PublicationKind.Event, EventType = "chat.joined" },
    ];

    public static Publication Create(Told sample) => Publication.Create(
        sample.Kind,
        sample.Form,
        sample.Form == DataForm.Bytes ? Convert.FromHexString(sample.Data) : Encoding.UTF8.GetBytes(sample.Data),
        sample.Origin,
        sample.EventType);

    private static Told Message(DataForm form, string data) =>
        new("", PublicationKind.Message, form, data, null, default, default);
}
