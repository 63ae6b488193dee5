namespace Parley.Channels.Redis;

/// <summary>
/// Receives what is published on one channel: one call at a time, in order, on the thread that reads the connection. It
/// must not block.
/// </summary>
internal interface IRedisSubscriber
{
    /// <summary>A publication. The bytes are the subscriber's to keep.</summary>
    void OnMessage(ReadOnlyMemory<byte> payload);

    /// <summary>The connection was lost: from here on publications are missed.</summary>
    void OnInterrupted(Exception reason);

    /// <summary>The server has confirmed the subscription again: what was missed lies before this.</summary>
    void OnResumed();
}
