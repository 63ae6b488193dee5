using Microsoft.Extensions.Logging;
using Parley.Protocol;

namespace Parley;

/// <summary>One connection's delegate: it starts on the loop when the connection opens, and reads from the inbox.</summary>
internal sealed class DelegateHandler(
    Func<WebSocketConnection, CancellationToken, Task> handler, ConnectionOptions options, ILogger logger)
    : Inbox(options)
{
    private readonly CancellationTokenSource _closed = new();

    protected override CancellationToken ClosedToken => _closed.Token;

    public override void OnOpen(WebSocketConnection connection)
    {
        base.OnOpen(connection);
        _ = RunAsync(connection);
    }

    public override void OnClosed(WebSocketConnection connection, CloseCode code, string reason)
    {
        base.OnClosed(connection, code, reason);
        _closed.Cancel();
    }

    // What a log calls it.
    public override string ToString() => $"{handler.Method.DeclaringType?.FullName}.{handler.Method.Name}";

    private async Task RunAsync(WebSocketConnection connection)
    {
        try
        {
            await handler(connection, _closed.Token).ConfigureAwait(false);
            connection.Close();
        }
        catch (Exception exception) when (exception is WebSocketClosedException
            || (exception is OperationCanceledException && _closed.IsCancellationRequested))
        {
            // The peer left while the delegate was at work: nothing is wrong.
        }
        catch (Exception exception)
        {
            Log.HandlerFault(logger, connection.RemoteEndPoint, exception);
            connection.Close(CloseCode.InternalError);
        }
    }
}
