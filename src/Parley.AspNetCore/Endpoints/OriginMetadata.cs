using Parley.Protocol;

namespace Parley.AspNetCore;

/// <summary>Origins that an endpoint takes besides those of the options.</summary>
/// <param name="Policy">The origins.</param>
internal sealed record OriginMetadata(OriginPolicy Policy);
