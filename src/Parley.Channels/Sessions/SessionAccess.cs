using System.Security.Claims;

namespace Parley.Channels;

/// <summary>Something that a session's client wants to do, for whoever decides about it.</summary>
/// <param name="Operation">What.</param>
/// <param name="Group">Where.</param>
/// <param name="User">Who, as the connection's authentication has it; somebody without claims if nobody has said.</param>
/// <param name="Client">The connection.</param>
public sealed record SessionAccess(SessionOperation Operation, GroupName Group, ClaimsPrincipal User, string Client)
{
    /// <summary>
    /// For <see cref="SessionOperation.Join"/>, the position that the client says it has: it is sent everything after it
    /// that history still has. Null if it wants nothing old. A client can claim any position.
    /// </summary>
    public StreamPosition? After { get; init; }

    /// <summary>
    /// For <see cref="SessionOperation.Publish"/> and <see cref="SessionOperation.Signal"/>, what is to be published, so that
    /// its data can be checked before anybody keeps or hears it; else null. Its bytes are valid until the decision has
    /// been made.
    /// </summary>
    public Publication? Publication { get; init; }
}
