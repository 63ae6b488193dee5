using System.Text;
using System.Text.Unicode;

namespace Parley.Channels.Redis;

/// <summary>
/// Publications as Django events and back. A text or bytes of nobody in particular are the event that Django sends, byte by
/// byte. What Django has no place for stands under one more key, which its consumers don't look at.
/// </summary>
internal sealed class DjangoEvents(DjangoLayerOptions options)
{
    private const string TypeKey = "type";
    private const string MoreKey = "parley";

    private readonly DjangoEventFormat _format = new(options.EventType, options.Field);

    /// <summary>The event for a publication.</summary>
    /// <exception cref="DjangoFormatException">The form that is agreed on does not have bytes.</exception>
    public DjangoValue ToDjango(Publication publication)
    {
        if (publication.Form == DataForm.Bytes && publication.Kind == PublicationKind.Message
            && options.Serializer == DjangoSerializer.Json)
        {
            throw new DjangoFormatException("JSON has no bytes: send text, or let Django and this server use MessagePack.");
        }

        DjangoValue message = publication.Kind == PublicationKind.Event ? ToEvent(publication) : _format.ToEvent(Content(publication));
        DjangoValue more = More(publication, message);
        return more.Entries.Count == 0 ? message : message.With(MoreKey, more);
    }

    /// <summary>The publication that an event is. The caller releases it.</summary>
    /// <exception cref="DjangoFormatException">It is no event.</exception>
    public Publication ToPublication(DjangoValue message)
    {
        DjangoValue more = message.Find(MoreKey) is { Kind: DjangoValueKind.Dictionary } found ? found : DjangoValue.Dictionary();
        DjangoValue plain = message.With(MoreKey, null);
        var origin = new PublicationOrigin(Text(more, "id"), Text(more, "client"), Text(more, "user"));
        ChannelName.TryCreate(Text(more, "except"), out ChannelName except);
        if (Text(more, "kind") != "event" && _format.Content(plain) is { } content)
        {
            DataForm form = content.Kind == DjangoValueKind.Bytes ? DataForm.Bytes
                : Text(more, "form") == "json" ? DataForm.Json
                : DataForm.Text;
            return Publication.Create(PublicationKind.Message, form, BytesOf(content), origin, except: except);
        }

        string type = plain.Find(TypeKey) is { Kind: DjangoValueKind.Text } text
            ? text.Text
            : throw new DjangoFormatException("An event has a type, which is text.");
        byte[] data = EventData(plain.With(TypeKey, null), Text(more, "form"));
        return Publication.Create(PublicationKind.Event, DataForm.Bytes, data, origin, type, except);
    }

    private static string? Text(DjangoValue dictionary, string key) =>
        dictionary.Find(key) is { Kind: DjangoValueKind.Text } text ? text.Text : null;

    private static byte[] BytesOf(DjangoValue content) =>
        content.Kind == DjangoValueKind.Bytes ? content.Bytes.ToArray() : Encoding.UTF8.GetBytes(content.Text);

    private static DjangoValue Content(Publication publication) => publication.Form == DataForm.Bytes
        ? publication.Data.ToArray()
        : Encoding.UTF8.GetString(publication.Data);

    // An object's fields stand beside the type, as Django's do; a text or bytes under the field of messages.
    private DjangoValue ToEvent(Publication publication)
    {
        if (FieldsOf(publication.Data) is { } fields)
        {
            return DjangoValue.Dictionary([new(TypeKey, publication.EventType!), .. fields.Entries]);
        }

        DjangoValue content = Utf8.IsValid(publication.Data)
            ? Encoding.UTF8.GetString(publication.Data)
            : publication.Data.ToArray();
        return DjangoValue.Dictionary(new(TypeKey, publication.EventType!), new(options.Field, content));
    }

    private static DjangoValue? FieldsOf(ReadOnlySpan<byte> data)
    {
        if (data.IsEmpty || data[0] != '{')
        {
            return null;
        }

        try
        {
            DjangoValue fields = PythonJson.Read(data.ToArray());
            return fields.Kind == DjangoValueKind.Dictionary && fields.Find(TypeKey) is null && fields.Find(MoreKey) is null
                ? fields
                : null;
        }
        catch (DjangoFormatException)
        {
            return null;
        }
    }

    private byte[] EventData(DjangoValue fields, string? form) =>
        fields.Entries.Count == 1 && form != "json"
        && fields.Find(options.Field) is { Kind: DjangoValueKind.Text or DjangoValueKind.Bytes } content
            ? BytesOf(content)
            : PythonJson.Write(WithoutBytes(fields));

    private static DjangoValue WithoutBytes(DjangoValue value) => value.Kind switch
    {
        DjangoValueKind.Bytes => DjangoValue.Dictionary(new KeyValuePair<DjangoValue, DjangoValue>(
            "base64", Convert.ToBase64String(value.Bytes.Span))),
        DjangoValueKind.List => DjangoValue.List([.. value.Items.Select(WithoutBytes)]),
        DjangoValueKind.Dictionary => DjangoValue.Dictionary(
            [.. value.Entries.Select(static entry => KeyValuePair.Create(entry.Key, WithoutBytes(entry.Value)))]),
        _ => value,
    };

    private DjangoValue More(Publication publication, DjangoValue message)
    {
        var more = new List<KeyValuePair<DjangoValue, DjangoValue>>();
        bool isEvent = publication.Kind == PublicationKind.Event;
        if (isEvent && publication.EventType == options.EventType)
        {
            more.Add(new("kind", "event"));
        }

        if (publication.Form == DataForm.Json || (isEvent && FieldsOf(publication.Data) is not null && message.Entries.Count == 2))
        {
            more.Add(new("form", "json"));
        }

        Add(more, "id", publication.Origin.Id);
        Add(more, "client", publication.Origin.Client);
        Add(more, "user", publication.Origin.User);
        Add(more, "except", publication.Except == default ? null : publication.Except.Value);
        return DjangoValue.Dictionary(more);
    }

    private static void Add(List<KeyValuePair<DjangoValue, DjangoValue>> entries, string key, string? text)
    {
        if (text is not null)
        {
            entries.Add(new(key, text));
        }
    }
}
