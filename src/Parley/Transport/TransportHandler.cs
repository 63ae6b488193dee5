namespace Parley;

/// <summary>
/// What a <see cref="Transport"/> drives: an opening handshake at first, then a connection. Every method is called on
/// the transport's loop, never two at a time, and must not block.
/// </summary>
public abstract class TransportHandler
{
    /// <summary>Bytes came.</summary>
    /// <param name="data">
    /// The bytes. They are the transport's: valid during this call only, but free to be changed in place.
    /// </param>
    public abstract void OnReceived(Span<byte> data);

    /// <summary>
    /// The moment to flush: a burst of bytes has been handed out, or an iteration of the loop ends in which
    /// <see cref="Transport.FlushLater"/> was called.
    /// </summary>
    public virtual void OnBatchEnd()
    {
    }

    /// <summary>After a flush that was pending, everything staged has been sent.</summary>
    public virtual void OnDrained()
    {
    }

    /// <summary>About a second has passed.</summary>
    /// <param name="now">Milliseconds since a fixed moment.</param>
    public virtual void OnTick(long now)
    {
    }

    /// <summary>The transport has closed, by either side. Called once, and nothing after it.</summary>
    /// <param name="fault">What broke it; null if it ended in good order.</param>
    public virtual void OnClosed(Exception? fault)
    {
    }
}
