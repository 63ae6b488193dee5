using Parley.Protocol;

namespace Parley;

/// <summary>
/// What has been sent from elsewhere and waits for the loop to take it. Any thread may call any member. A mutable struct:
/// keep it in a field.
/// </summary>
internal struct PostedSends
{
    // The least that a frame has besides its payload, so that an empty message counts, too.
    private const int FrameHeader = 2;

    private long _bytes;

    public long Bytes => Volatile.Read(ref _bytes);

    public void Add(PreparedMessage message) => Interlocked.Add(ref _bytes, message.Payload.Length + FrameHeader);

    public void Remove(PreparedMessage message) => Interlocked.Add(ref _bytes, -message.Payload.Length - FrameHeader);
}
