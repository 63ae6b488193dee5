using Parley.Protocol;

namespace Parley.Channels;

/// <summary>A publication on its way to sessions that may leave it out.</summary>
internal sealed record LiveMessage(GroupName Group, StreamPosition Position, PreparedMessage Message);
