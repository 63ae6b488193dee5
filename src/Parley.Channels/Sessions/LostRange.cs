namespace Parley.Channels;

/// <summary>Publications that were left out for a session that reads too slowly.</summary>
internal readonly record struct LostRange(string Epoch, long From, long To)
{
    public bool IsEmpty => Epoch is null;

    public LostRange Extend(StreamPosition position) => IsEmpty
        ? new LostRange(position.Epoch, position.Offset, position.Offset)
        : this with { To = position.Offset };
}
