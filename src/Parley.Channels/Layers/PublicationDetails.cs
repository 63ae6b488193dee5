namespace Parley.Channels;

/// <summary>Everything about a publication that a raw message does not have.</summary>
internal sealed class PublicationDetails(
    PublicationKind kind, DataForm form, PublicationOrigin origin, string? eventType)
{
    public PublicationKind Kind => kind;

    public DataForm Form => form;

    public PublicationOrigin Origin => origin;

    public string? EventType => eventType;

    public ChannelName Except { get; init; }

    public DateTimeOffset At { get; set; }

    /// <summary>What the texts take in memory.</summary>
    public int TextSize => sizeof(char)
        * (LengthOf(eventType) + LengthOf(origin.Id) + LengthOf(origin.Client) + LengthOf(origin.User));

    private static int LengthOf(string? text) => text?.Length ?? 0;
}
