namespace Parley.Channels;

/// <summary>Asks sessions what they are, on their loops.</summary>
internal static class SessionList
{
    /// <summary>Asks the sessions of some connections.</summary>
    public static async Task<IReadOnlyList<SessionInfo>> AskAsync(
        IEnumerable<WebSocketConnection> connections, CancellationToken cancellationToken)
    {
        IEnumerable<Task<SessionInfo[]>> answers =
            [.. connections.GroupBy(static connection => connection.Loop).Select(static loop => AskAsync(loop.Key, [.. loop]))];
        SessionInfo[][] sessions = await Task.WhenAll(answers).WaitAsync(cancellationToken).ConfigureAwait(false);
        return [.. sessions.SelectMany(static loop => loop)];
    }

    private static Task<SessionInfo[]> AskAsync(ConnectionLoop loop, WebSocketConnection[] connections)
    {
        var answer = new TaskCompletionSource<SessionInfo[]>(TaskCreationOptions.RunContinuationsAsynchronously);
        loop.Post(new LoopWork(
            static (answer, connections) => ((TaskCompletionSource<SessionInfo[]>)answer!).SetResult(
            [
                .. ((WebSocketConnection[])connections!).Select(Session.Of)
                    .Where(static session => session is { HasEnded: false })
                    .Select(static session => session!.Describe()),
            ]),
            answer,
            connections));
        return answer.Task;
    }
}
