using Parley.Protocol;

namespace Parley.Channels;

/// <summary>A message that waits for its session.</summary>
/// <param name="Offset">The publication's offset; 0 if it has no place among the publications.</param>
/// <param name="Message">The message, with a reference.</param>
internal readonly record struct HeldMessage(long Offset, PreparedMessage Message);
