namespace Parley.AspNetCore;

/// <summary>Subprotocols that an endpoint takes instead of those of the options.</summary>
/// <param name="Names">Their names.</param>
internal sealed record SubprotocolMetadata(IReadOnlyCollection<string> Names);
