namespace Parley.Channels;

/// <summary>
/// What a <see cref="SessionSubscription"/> tells: a <see cref="SessionPublication"/>, <see cref="SessionGap"/>,
/// <see cref="SessionJoined"/>, <see cref="SessionPresence"/>, <see cref="SessionSignal"/> or
/// <see cref="SessionDeleted"/>. Immutable; what it holds stays valid.
/// </summary>
public abstract record SessionEvent
{
    // About what an event needs besides its data.
    private const int Overhead = 128;

    private protected SessionEvent()
    {
    }

    /// <summary>What it counts for while it waits for a reader, in bytes.</summary>
    internal int Size => Overhead + DataSize;

    private protected virtual int DataSize => 0;
}
