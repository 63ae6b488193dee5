namespace Parley.Protocol.Tests.Conversation;

/// <summary>What a peer sends, and what must come of it whichever end receives it and however it is split.</summary>
/// <param name="Name">The RFC 6455 section, and what the case is about.</param>
/// <param name="Input">The frames received.</param>
/// <param name="Events">What is told.</param>
/// <param name="Answers">What is sent back.</param>
public sealed record WireCase(string Name, Frame[] Input, string[] Events, string[] Answers)
{
    public ProtocolOptions Options { get; init; } = ProtocolOptions.Default;

    /// <summary>What was agreed on about compression; null for none.</summary>
    public DeflateParameters? Deflate { get; init; }

    /// <summary>How far the connection is afterwards.</summary>
    public ProtocolState State { get; init; } = ProtocolState.Open;

    /// <summary>The messages or pings are taken, and nothing is answered.</summary>
    public static WireCase Takes(string name, Frame[] input, params string[] events) => new(name, input, events, []);

    /// <summary>The last frame fails the connection.</summary>
    public static WireCase Fails(string name, CloseCode code, params Frame[] input) =>
        new(name, input, [$"error {(int)code}"], [$"close {(int)code}"]) { State = ProtocolState.Failed };

    public override string ToString() => Name;
}
