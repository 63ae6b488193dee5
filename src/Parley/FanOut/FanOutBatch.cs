using Parley.Protocol;

namespace Parley;

/// <summary>Publications for the members of one shard: as frames that lie together, and one by one.</summary>
/// <param name="Buffer">Where the frames lie.</param>
/// <param name="Start">Where the first begins.</param>
/// <param name="End">Where the last ends.</param>
/// <param name="Messages">The same, one by one, for members that need them so.</param>
/// <param name="Delivery">What is done about members that read too slowly.</param>
internal readonly record struct FanOutBatch(
    FanOutBuffer Buffer, int Start, int End, IReadOnlyList<PreparedMessage> Messages, Delivery Delivery);
