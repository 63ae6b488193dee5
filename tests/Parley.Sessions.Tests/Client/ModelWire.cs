namespace Parley.Sessions.Tests.Client;

/// <summary>One connection of a <see cref="ModelServer"/>.</summary>
internal sealed class ModelWire
{
    public Queue<string> ToClient { get; } = new();

    public bool IsJoined { get; set; }
}
