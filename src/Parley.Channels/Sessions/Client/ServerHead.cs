namespace Parley.Channels;

/// <summary>What says where a server's message belongs.</summary>
/// <param name="Op">What it is.</param>
/// <param name="Ref">The request that it answers.</param>
/// <param name="Group">The group that it is about.</param>
/// <param name="Id">The publication that it is about.</param>
internal readonly record struct ServerHead(ServerOp Op, string? Ref, string? Group, string? Id)
{
    /// <summary>Reads the head of a message.</summary>
    /// <exception cref="System.Text.Json.JsonException">It is none.</exception>
    public static ServerHead Read(in ServerFields fields) => new(
        OpOf(fields.Raw(ServerField.Op)),
        fields.OptionalText(ServerField.Ref),
        fields.OptionalText(ServerField.Group),
        fields.OptionalText(ServerField.Id));

    // An operation that is written with escapes is none that a server of this version sends.
    private static ServerOp OpOf(ReadOnlySpan<byte> json) => json switch
    {
        _ when json.SequenceEqual("\"message\""u8) => ServerOp.Message,
        _ when json.SequenceEqual("\"published\""u8) => ServerOp.Published,
        _ when json.SequenceEqual("\"presence\""u8) => ServerOp.Presence,
        _ when json.SequenceEqual("\"signal\""u8) => ServerOp.Signal,
        _ when json.SequenceEqual("\"joined\""u8) => ServerOp.Joined,
        _ when json.SequenceEqual("\"left\""u8) => ServerOp.Left,
        _ when json.SequenceEqual("\"gap\""u8) => ServerOp.Gap,
        _ when json.SequenceEqual("\"history\""u8) => ServerOp.History,
        _ when json.SequenceEqual("\"deleted\""u8) => ServerOp.Deleted,
        _ when json.SequenceEqual("\"error\""u8) => ServerOp.Error,
        _ when json.SequenceEqual("\"drain\""u8) => ServerOp.Drain,
        _ when json.SequenceEqual("\"pong\""u8) => ServerOp.Pong,
        _ when json.SequenceEqual("\"welcome\""u8) => ServerOp.Welcome,
        _ when json.SequenceEqual("\"authenticated\""u8) => ServerOp.Authenticated,
        _ => ServerOp.Unknown,
    };
}
