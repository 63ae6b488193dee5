using Microsoft.Extensions.Logging;

namespace Parley.Channels.Redis;

/// <summary>
/// Takes what waits for this process: the first of it by BZPOPMIN, and what has gathered behind it all at once. What was
/// taken stands in the in-flight set until it has been handed over.
/// </summary>
internal sealed class CoreReceiver(
    IRedis redis,
    CoreProcess process,
    DjangoLayerOptions options,
    Action<ReadOnlyMemory<byte>> onReceived,
    TimeProvider time,
    ILogger logger) : IAsyncDisposable
{
    private const int MaxAtOnce = 100;

    // As long as channels_redis waits.
    private static readonly TimeSpan _wait = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan _pause = TimeSpan.FromSeconds(1);

    // Not taken out of the in-flight set yet.
    private readonly List<RedisArgument> _handedOver = [];
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    public void Start() => _running = RunAsync();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                if (!await TakeGatheredAsync().ConfigureAwait(false))
                {
                    await WaitForOneAsync().ConfigureAwait(false);
                }
            }
            catch (OperationCanceledException)
            {
                // It is stopped.
            }
            catch (Exception exception)
            {
                Log.NotReceived(logger, exception.Message);
                await Task.Delay(_pause, time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async ValueTask<bool> TakeGatheredAsync()
    {
        RespValue taken = await redis.EvaluateAsync(
            CoreScripts.Receive,
            [process.Key, process.InFlightKey],
            [(long)MaxAtOnce, (long)options.Expiry.TotalSeconds, .. _handedOver],
            _stop.Token).ConfigureAwait(false);
        _handedOver.Clear();
        ReadOnlyMemory<byte>[] payloads = [.. taken.Items.ToArray().Select(static item => item.Bytes)];
        foreach (ReadOnlyMemory<byte> payload in payloads)
        {
            HandOver(payload);
        }

        return payloads.Length > 0;
    }

    private async ValueTask WaitForOneAsync()
    {
        RespValue popped = await redis.ExecuteBlockingAsync(
            RedisCommand.OnKey("BZPOPMIN", process.Key, (long)_wait.TotalSeconds).Blocking(_wait), _stop.Token).ConfigureAwait(false);
        if (popped.IsNull)
        {
            return;
        }

        ReadOnlyMemory<byte> payload = popped.Items[1].Bytes;
        RedisArgument score = PythonFloat.Repr(popped.Items[2].Double);
        try
        {
            await redis.ExecuteAsync(RedisCommand.OnKey("ZADD", process.InFlightKey, score, payload)).ConfigureAwait(false);
        }
        finally
        {
            // It is nowhere else any more.
            HandOver(payload);
        }
    }

    private void HandOver(ReadOnlyMemory<byte> payload)
    {
        _handedOver.Add(payload);
        onReceived(payload);
    }
}
