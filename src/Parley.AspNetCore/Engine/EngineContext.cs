using Microsoft.Extensions.Logging;

namespace Parley.AspNetCore;

/// <summary>What all connections of the engine share, so that it need not be kept for each.</summary>
/// <param name="Logger">Where they log.</param>
/// <param name="Burst">What gives memory back after many WebSockets have opened; null if nothing does.</param>
internal sealed record EngineContext(ILogger Logger, AcceptBurst? Burst);
