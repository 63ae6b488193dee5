namespace Parley.Channels.Redis;

/// <summary>Opens connections that are signed in and know their server. Scripts are loaded on those that run commands.</summary>
internal sealed class RedisConnector(RedisOptions options, IReadOnlyList<RedisScript> scripts)
{
    public RedisOptions Options => options;

    /// <summary>Opens a connection within the time that connecting may take.</summary>
    /// <exception cref="RedisConnectionException">It can't be opened; the message says why and what to do.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public async Task<RedisConnection> OpenAsync(
        RedisEndpoint endpoint, IPushHandler? pushes, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(options.ConnectTimeout, options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        RedisConnection? connection = null;
        try
        {
            Stream stream = await RedisDialer.ConnectAsync(endpoint, options, either.Token).ConfigureAwait(false);
            connection = new RedisConnection(stream, endpoint, options, pushes);
            await RedisSignIn.RunAsync(connection, options, pushes is null ? scripts : []).WaitAsync(either.Token)
                .ConfigureAwait(false);
            return connection;
        }
        catch (Exception exception)
        {
            connection?.Close(exception);
            cancellationToken.ThrowIfCancellationRequested();
            string reason = timeout.IsCancellationRequested
                ? $"nothing came of it within {options.ConnectTimeout.TotalSeconds:0.###} s"
                : Innermost(exception).Message;
            throw new RedisConnectionException(
                $"Can't connect to Redis at {endpoint}: {reason.TrimEnd('.')}.{Advice(exception)}",
                CommandOutcome.NotSent,
                exception);
        }
    }

    private static Exception Innermost(Exception exception) => exception switch
    {
        RedisConnectionException { InnerException: { } inner } => inner,
        System.Security.Authentication.AuthenticationException { InnerException: { } inner } => inner,
        _ => exception,
    };

    private static string Advice(Exception exception) => (exception as RedisServerException)?.Code switch
    {
        "NOAUTH" => " Give a password: redis://user:password@host.",
        "WRONGPASS" => " Check the user and the password.",
        "LOADING" => " It reads its data from disk; it will be tried again.",
        _ => "",
    };
}
