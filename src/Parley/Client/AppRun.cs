using Parley.Protocol;

namespace Parley;

/// <summary>One run of a <see cref="WebSocketApp"/>: its connections one after the other, its callbacks one at a time.</summary>
internal sealed class AppRun(WebSocketApp app, AppCallbacks callbacks, Reconnector reconnector, CancellationToken stopping)
{
    /// <summary>Runs until no further connection follows.</summary>
    public async Task<CloseCode> RunAsync()
    {
        WebSocketConnection? last = null;
        try
        {
            do
            {
                last = await reconnector.ConnectAsync(error => callbacks.Error(app, error), stopping).ConfigureAwait(false);
                await ServeAsync(last).ConfigureAwait(false);
            }
            while (await reconnector.WaitAfterAsync(last, stopping).ConfigureAwait(false));
        }
        catch (Exception exception) when (exception is WebSocketHandshakeException or TimeoutException)
        {
            await callbacks.Error(app, exception).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is WebSocketClosedException || IsStop(exception))
        {
            // OnClose has said so, or it was wanted.
        }

        if (last is null)
        {
            await CallAsync(() => callbacks.Close(app, CloseCode.AbnormalClosure, "")).ConfigureAwait(false);
        }

        return last?.CloseCode ?? CloseCode.AbnormalClosure;
    }

    private bool IsStop(Exception exception) => exception is OperationCanceledException && stopping.IsCancellationRequested;

    private async Task ServeAsync(WebSocketConnection connection)
    {
        app.Set(connection);
        try
        {
            await CallAsync(() => callbacks.Open(app)).ConfigureAwait(false);
            await foreach (Message message in connection.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
            {
                await CallAsync(() => callbacks.Message(app, message)).ConfigureAwait(false);
            }

            await connection.Completion.ConfigureAwait(false);
        }
        finally
        {
            // Open only if OnError threw.
            connection.Close(CloseCode.InternalError);
            app.Set(null);
        }

        await EndAsync(connection).ConfigureAwait(false);
    }

    private async Task EndAsync(WebSocketConnection connection)
    {
        // The peer is gone without a word, or one of both has broken the protocol.
        if (connection.CloseCode is CloseCode.AbnormalClosure or CloseCode.ProtocolError or CloseCode.InvalidPayloadData
            or CloseCode.MessageTooBig)
        {
            await callbacks.Error(app, connection.ClosedException()).ConfigureAwait(false);
        }

        await CallAsync(() => callbacks.Close(app, connection.CloseCode!.Value, connection.CloseReason)).ConfigureAwait(false);
    }

    // What OnError throws goes through: there is nobody left to tell but whoever runs the app.
    private async ValueTask CallAsync(Func<ValueTask> callback)
    {
        Exception error;
        try
        {
            await callback().ConfigureAwait(false);
            return;
        }
        catch (Exception exception)
        {
            error = exception;
        }

        await callbacks.Error(app, error).ConfigureAwait(false);
    }
}
