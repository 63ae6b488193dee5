using System.Text;
using Microsoft.Extensions.Logging;

namespace Parley.Channels.Redis;

/// <summary>One channel that is subscribed to, wherever that is at the moment.</summary>
internal sealed class Subscription(string channel, IRedisSubscriber subscriber, ILogger logger)
{
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private bool _isActive;
    private volatile bool _hasEnded;

    public string Channel => channel;

    public ReadOnlyMemory<byte> Bytes { get; } = Encoding.UTF8.GetBytes(channel);

    public int Slot { get; } = HashSlot.Of(Encoding.UTF8.GetBytes(channel));

    /// <summary>Where it is subscribed; null when it must find a new place.</summary>
    public ServerSubscriptions? Home { get; set; }

    /// <summary>What the server was last asked, whose answer confirms it.</summary>
    public RedisCommand? Asked { get; set; }

    /// <summary>Completes when the server has confirmed it for the first time, and fails if it is refused before.</summary>
    public Task First => _first.Task;

    /// <summary>The server has confirmed it.</summary>
    public void Confirm()
    {
        if (_first.TrySetResult())
        {
            Volatile.Write(ref _isActive, true);
            return;
        }

        if (!Interlocked.Exchange(ref _isActive, true))
        {
            Call(static (subscriber, _) => subscriber.OnResumed(), 0);
        }
    }

    /// <summary>It is cut off.</summary>
    public void Interrupt(Exception reason)
    {
        if (Interlocked.Exchange(ref _isActive, false))
        {
            Call(static (subscriber, reason) => subscriber.OnInterrupted(reason), reason);
        }
    }

    /// <summary>The server has refused it. Whoever waits for its beginning is told.</summary>
    public bool Refuse(Exception reason)
    {
        bool isFirst = _first.TrySetException(reason);
        _ = _first.Task.Exception;
        return isFirst;
    }

    /// <summary>A message has come. One that comes before the confirmation was meant for a former subscription.</summary>
    public void Deliver(ReadOnlyMemory<byte> payload)
    {
        if (Volatile.Read(ref _isActive))
        {
            Call(static (subscriber, payload) => subscriber.OnMessage(payload), payload);
        }
    }

    /// <summary>Nothing more is delivered. It does not wait for a call that is going on: that may wait for the caller.</summary>
    public void End() => _hasEnded = true;

    // One call at a time, also while it moves from one server to another.
    private void Call<T>(Action<IRedisSubscriber, T> action, T argument)
    {
        lock (_gate)
        {
            if (_hasEnded)
            {
                return;
            }

            try
            {
                action(subscriber, argument);
            }
            catch (Exception exception)
            {
                Log.SubscriberFailed(logger, exception, channel);
            }
        }
    }
}
