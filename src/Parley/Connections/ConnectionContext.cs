using Microsoft.Extensions.Logging;

namespace Parley;

/// <summary>What a connection shares with others, so that it need not be kept for each.</summary>
/// <param name="Options">What holds for them.</param>
/// <param name="Logger">Where they log.</param>
/// <param name="Left">Told of each one whose transport has closed.</param>
internal sealed record ConnectionContext(
    ConnectionOptions Options, ILogger Logger, Action<WebSocketConnection>? Left = null);
