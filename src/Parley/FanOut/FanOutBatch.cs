using Parley.Protocol;

namespace Parley;

/// <summary>Publications for the members of one shard: as frames that lie together, and one by one.</summary>
/// <param name="Start">Where the first frame begins in <see cref="FanOut.Bytes"/>.</param>
/// <param name="End">Where the last frame ends.</param>
/// <param name="PayloadBytes">How many of these bytes are payload.</param>
/// <param name="Messages">The same, one by one, for members that need them so.</param>
/// <param name="Delivery">What is done about members that read too slowly.</param>
internal readonly record struct FanOutBatch(
    int Start, int End, int PayloadBytes, IReadOnlyList<PreparedMessage> Messages, Delivery Delivery);
