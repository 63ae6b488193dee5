using Parley.TestSupport;

namespace Parley.Channels.Redis.Tests;

/// <summary>A real redis-server of the test's own, and how to talk to it.</summary>
internal sealed class RedisProcess : IAsyncDisposable
{
    private readonly RedisServerProcess _server;

    private RedisProcess(RedisServerProcess server) => _server = server;

    public int Port => _server.Port;

    public RedisEndpoint Endpoint => new("127.0.0.1", Port);

    public string SocketPath => _server.SocketPath;

    /// <summary>As its tests talk to it: with the patience that a busy machine needs.</summary>
    public RedisOptions Options => new()
    {
        Endpoints = [Endpoint],
        ConnectTimeout = Within.Limit,
        CommandTimeout = Within.Limit,
    };

    /// <summary>What it has printed.</summary>
    public string Output => _server.Output;

    /// <summary>Starts a server; the test is skipped where there is none.</summary>
    public static async Task<RedisProcess> StartAsync(params string[] arguments) => new(await RedisServerProcess.StartAsync(arguments));

    /// <summary>Starts it again, on the same port.</summary>
    public Task StartAgainAsync() => _server.StartAgainAsync();

    /// <summary>Asks it something, on a connection for that.</summary>
    public async Task<RespValue> AskAsync(RedisCommand command)
    {
        RedisConnection connection =
            await new RedisConnector(Options, []).OpenAsync(Endpoint, pushes: null, CancellationToken.None);
        try
        {
            return await Within.Time(connection.ExecuteAsync(command));
        }
        finally
        {
            connection.Close(new OperationCanceledException());
        }
    }

    /// <summary>Ends it at once, as a crash does.</summary>
    public Task KillAsync() => _server.KillAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    /// <summary>A port that nobody listens on just now.</summary>
    public static int FreePort() => RedisServerProcess.FreePort();
}
