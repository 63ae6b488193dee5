namespace Parley.Channels.Redis;

/// <summary>What is said first on a connection: which RESP, who we are, which database, and who the server is.</summary>
internal static class RedisSignIn
{
    public static async Task RunAsync(
        RedisConnection connection, RedisOptions options, IReadOnlyList<RedisScript> scripts)
    {
        int protocol = await NegotiateAsync(connection, options).ConfigureAwait(false);

        // Sent together; any of them that fails is told below.
        Task<RespValue> name = connection.ExecuteAsync(RedisCommand.Of("CLIENT", "SETNAME", options.ClientName));
        Task<RespValue> select = options.Database != 0
            ? connection.ExecuteAsync(RedisCommand.Of("SELECT", options.Database))
            : Task.FromResult(default(RespValue));
        Task<RespValue> info = connection.ExecuteAsync(RedisCommand.Of("INFO", "server"));
        Task<RespValue[]> loading =
            Task.WhenAll(scripts.Select(script => connection.ExecuteAsync(script.Load())));

        await IgnoreRefusalAsync(name).ConfigureAwait(false);
        await select.ConfigureAwait(false);
        connection.Server = RedisServer.FromInfo(await TextUnlessRefusedAsync(info).ConfigureAwait(false), protocol);
        await IgnoreRefusalAsync(loading).ConfigureAwait(false);
    }

    // RESP3 where the server knows it: Redis 6. An older one, or a proxy, knows no HELLO and speaks RESP2.
    private static async Task<int> NegotiateAsync(RedisConnection connection, RedisOptions options)
    {
        try
        {
            await connection.ExecuteAsync(Hello(options)).ConfigureAwait(false);
            return 3;
        }
        catch (RedisServerException exception) when (IsUnknown(exception))
        {
            if (PasswordOf(options) is { } password)
            {
                await connection.ExecuteAsync(Auth(options, password)).ConfigureAwait(false);
            }

            return 2;
        }
    }

    private static RedisCommand Hello(RedisOptions options) => PasswordOf(options) is { } password
        ? RedisCommand.Of("HELLO", 3L, "AUTH", options.User ?? "default", password)
        : RedisCommand.Of("HELLO", 3L);

    // A user may have none, and is signed in all the same: nobody is to become the default user by leaving it out.
    private static string? PasswordOf(RedisOptions options) => options.Password ?? (options.User is null ? null : "");

    // Servers before ACLs take a password only.
    private static RedisCommand Auth(RedisOptions options, string password) => options.User is null
        ? RedisCommand.Of("AUTH", password)
        : RedisCommand.Of("AUTH", options.User, password);

    private static bool IsUnknown(RedisServerException exception) => exception.Code == "NOPROTO"
        || exception.Message.Contains("unknown command", StringComparison.OrdinalIgnoreCase);

    // An ACL may forbid what we can do without.
    private static async Task IgnoreRefusalAsync(Task task)
    {
        try
        {
            await task.ConfigureAwait(false);
        }
        catch (RedisServerException)
        {
        }
    }

    private static async Task<string> TextUnlessRefusedAsync(Task<RespValue> reply)
    {
        try
        {
            return (await reply.ConfigureAwait(false)).Text;
        }
        catch (RedisServerException exception) when (exception.Code == "NOPERM")
        {
            return "";
        }
    }
}
