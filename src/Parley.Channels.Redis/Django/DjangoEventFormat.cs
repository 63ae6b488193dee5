namespace Parley.Channels.Redis;

/// <summary>How a message of a room looks as a Django event: <c>{"type": "chat.message", "message": "hi"}</c>.</summary>
/// <param name="Type">What <c>type</c> says: the consumer's method, with a period for an underscore.</param>
/// <param name="Field">The key of the text or the bytes.</param>
internal sealed record DjangoEventFormat(string Type = "chat.message", string Field = "message")
{
    private const string TypeKey = "type";

    /// <summary>The event of a text or of bytes.</summary>
    public DjangoValue ToEvent(DjangoValue content) => DjangoValue.Dictionary(new(TypeKey, Type), new(Field, content));

    /// <summary>The text or the bytes of an event of this type; null of any other.</summary>
    public DjangoValue? Content(DjangoValue message) =>
        message.Find(TypeKey) is { Kind: DjangoValueKind.Text } type && type.Text == Type
        && message.Find(Field) is { Kind: DjangoValueKind.Text or DjangoValueKind.Bytes } content
            ? content
            : null;
}
