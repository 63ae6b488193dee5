using Parley.Protocol;

namespace Parley;

/// <summary>What a <see cref="WebSocketApp"/> calls.</summary>
internal sealed class AppCallbacks
{
    public Func<WebSocketApp, ValueTask> Open { get; set; } = static _ => ValueTask.CompletedTask;

    public Func<WebSocketApp, Message, ValueTask> Message { get; set; } = static (_, _) => ValueTask.CompletedTask;

    public Func<WebSocketApp, Exception, ValueTask> Error { get; set; } = static (_, _) => ValueTask.CompletedTask;

    public Func<WebSocketApp, CloseCode, string, ValueTask> Close { get; set; } = static (_, _, _) => ValueTask.CompletedTask;
}
