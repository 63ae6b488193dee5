using System.Buffers;
using System.Net;

namespace Parley;

/// <summary>
/// A duplex stream of bytes that pushes what comes to its <see cref="Handler"/>, and sends what is staged in it when
/// it is flushed. Everything but <see cref="Loop"/> and <see cref="UnsentBytes"/> is touched on its loop only.
/// </summary>
public abstract class Transport : IBufferWriter<byte>
{
    private bool _isQueued;

    /// <summary>Makes a transport that reads nothing until <see cref="Start"/>.</summary>
    /// <param name="loop">The loop it lives on.</param>
    /// <param name="handler">What it drives at first.</param>
    protected Transport(ConnectionLoop loop, TransportHandler handler)
    {
        Loop = loop;
        Handler = handler;
    }

    /// <summary>The loop it lives on.</summary>
    public ConnectionLoop Loop { get; }

    /// <summary>
    /// What it drives. Assigning another hands the transport over, from the next callback on: this is how an opening
    /// handshake becomes a connection.
    /// </summary>
    public TransportHandler Handler { get; set; }

    /// <summary>The peer's address, if the transport knows one. It stays the same after the transport has closed.</summary>
    public abstract EndPoint? RemoteEndPoint { get; }

    /// <summary>The address that the peer has connected to, if the transport is open and knows it.</summary>
    public virtual EndPoint? LocalEndPoint => null;

    /// <summary>How many bytes are staged or on their way. Exact on the loop, and about right elsewhere.</summary>
    public abstract long UnsentBytes { get; }

    internal int LoopIndex { get; set; } = -1;

    /// <summary>Begins to read. Called once.</summary>
    public void Start()
    {
        Loop.Add(this);
        OnStart();
    }

    /// <summary>Sends what is staged.</summary>
    public abstract FlushStatus Flush();

    /// <summary>
    /// Has the handler's <see cref="TransportHandler.OnBatchEnd"/> called at the end of the loop's iteration, once,
    /// however often it is asked for.
    /// </summary>
    public void FlushLater()
    {
        if (!_isQueued)
        {
            _isQueued = true;
            Loop.FlushAtEnd(this);
        }
    }

    /// <summary>Stops handing out bytes after the current <see cref="TransportHandler.OnReceived"/>.</summary>
    public abstract void PauseReading();

    /// <summary>Goes on handing out bytes.</summary>
    public abstract void ResumeReading();

    /// <summary>
    /// After what is staged has been sent, tells the peer that nothing more comes, if the stream can do that alone.
    /// Reading goes on: closing at once with bytes unread could take from the peer what was sent last.
    /// </summary>
    public abstract void CloseOutput();

    /// <summary>Closes both directions now. What is unsent is lost. <see cref="TransportHandler.OnClosed"/> follows.</summary>
    /// <param name="fault">
    /// Why, if not in good order. A peer over TCP sees a reset then, so that it can't take for whole what was cut off.
    /// </param>
    public abstract void Close(Exception? fault = null);

    /// <inheritdoc/>
    public abstract void Advance(int count);

    /// <inheritdoc/>
    public abstract Memory<byte> GetMemory(int sizeHint = 0);

    /// <inheritdoc/>
    public abstract Span<byte> GetSpan(int sizeHint = 0);

    /// <summary>Stages a range of what the loop fans out, which many transports share until the iteration ends.</summary>
    internal virtual void StageShared(int start, int end) => this.Write(Loop.FanOut.Bytes[start..end]);

    /// <summary>Stages bytes that are too many to be worth copying: they may be sent here and now.</summary>
    internal virtual void StageLarge(ReadOnlySpan<byte> bytes) => this.Write(bytes);

    /// <summary>Begins with the handler that is made for it; if none can be made, the transport ends.</summary>
    internal void StartWith(Func<Transport, TransportHandler> makeHandler) => Guard(
        static (transport, makeHandler) =>
        {
            transport.Handler = ((Func<Transport, TransportHandler>)makeHandler!)(transport);
            transport.Start();
        },
        makeHandler);

    /// <summary>Takes a step that a defect may break: that ends this transport, and is no other's loss.</summary>
    internal void Guard(Action<Transport, object?> step, object? state)
    {
        try
        {
            step(this, state);
        }
        catch (Exception exception)
        {
            Loop.Report(exception);
            Close(exception);
        }
    }

    internal void EndBatch()
    {
        _isQueued = false;
        Handler.OnBatchEnd();
    }

    /// <summary>Begins to read.</summary>
    protected abstract void OnStart();

    /// <summary>Leaves the loop and tells the handler. A derived class calls it once, when it has closed.</summary>
    /// <param name="fault">What broke it, or null.</param>
    protected void NotifyClosed(Exception? fault)
    {
        // Posted, so that a handler that closes its transport is not called back before it has returned.
        Loop.Post(new LoopWork(
            static (transport, fault) =>
            {
                var self = (Transport)transport!;
                self.Loop.Remove(self);

                // Nothing follows, also not the end of an iteration that it is waiting for.
                TransportHandler handler = self.Handler;
                self.Handler = IdleHandler.Instance;
                handler.OnClosed((Exception?)fault);
            },
            this,
            fault));
    }
}
