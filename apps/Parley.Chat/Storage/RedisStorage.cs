using Parley.Channels;
using Parley.Channels.Redis;

namespace Parley.Chat;

/// <summary>Keeps everything in Redis, pictures too, for all servers that use it.</summary>
internal sealed class RedisStorage(RedisValues values, TimeSpan pictureLife) : IChatStorage, IAsyncDisposable
{
    public bool IsShared => true;

    /// <summary>Connects, and puts what is in Redis among the services.</summary>
    public static async ValueTask<IChatStorage> AddAsync(IServiceCollection services, ChatSettings settings, HistoryOptions options)
    {
        var redis = RedisOptions.Parse(settings.Redis!);
        services.AddRedis(redis, new RedisLayerOptions
        {
            Prefix = settings.RedisPrefix,
            History = options,
            Durability = settings.RedisDurable ? RedisDurability.Durable : RedisDurability.MayGoBack,
        });
        try
        {
            var storage = new RedisStorage(
                await RedisValues.ConnectAsync(redis, settings.RedisPrefix), TimeSpan.FromDays(settings.HistoryDays));
            services.AddSingleton<IChatStorage>(_ => storage);
            return storage;
        }
        catch (RedisException exception)
        {
            throw new StorageException(exception.Message);
        }
    }

    public async ValueTask<byte[]?> ReadAsync(string name, CancellationToken cancellationToken) =>
        await TryAsync(values.GetAsync(name, cancellationToken));

    public async ValueTask<bool> TryReplaceAsync(string name, byte[]? expected, byte[] value, CancellationToken cancellationToken) =>
        await TryAsync(values.TryReplaceAsync(name, expected is null ? null : (ReadOnlyMemory<byte>?)expected, value, cancellationToken));

    public async ValueTask SavePictureAsync(string name, byte[] content, CancellationToken cancellationToken)
    {
        try
        {
            await values.SetAsync(PictureOf(name), content, pictureLife, cancellationToken);
        }
        catch (RedisException exception)
        {
            throw new StorageException(exception.Message) { IsFull = exception is RedisServerException { Code: "OOM" } };
        }
    }

    public async ValueTask<byte[]?> ReadPictureAsync(string name, CancellationToken cancellationToken) =>
        await TryAsync(values.GetAsync(PictureOf(name), cancellationToken));

    public async ValueTask DeletePictureAsync(string name, CancellationToken cancellationToken) =>
        await TryAsync(values.RemoveAsync(PictureOf(name), cancellationToken));

    public ValueTask DisposeAsync() => values.DisposeAsync();

    private static string PictureOf(string name) => $"picture:{name}";

    private static async ValueTask<T> TryAsync<T>(ValueTask<T> work)
    {
        try
        {
            return await work;
        }
        catch (RedisException exception)
        {
            throw new StorageException(exception.Message);
        }
    }
}
