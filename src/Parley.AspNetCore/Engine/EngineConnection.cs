using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using KestrelConnection = Microsoft.AspNetCore.Connections.ConnectionContext;

namespace Parley.AspNetCore;

/// <summary>
/// A connection as Kestrel sees it. Its bytes go through pipes while HTTP is spoken; a WebSocket leaves them once it is
/// open (<see cref="HandOver"/>), and what is left here is what belongs to the request.
/// </summary>
internal sealed class EngineConnection : KestrelConnection, IThreadPoolWorkItem, IConnectionIdFeature, IConnectionItemsFeature,
    IConnectionTransportFeature, IConnectionLifetimeFeature, IConnectionEndPointFeature, IMemoryPoolFeature
{
    private readonly CancellationTokenSource _closing = new();
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Transport _transport;
    private readonly ConnectionPipes _pipes;
    private readonly EngineContext _context;
    private HttpPump? _pump;
    private ConnectionAbortedException? _abortReason;
    private string? _id;
    private IDictionary<object, object?>? _items;
    private int _isClosed;

    /// <summary>Makes the connection of a transport that has been accepted. On its loop.</summary>
    public EngineConnection(Transport transport, EndPoint listening, ConnectionPipes pipes, EngineContext context)
    {
        _transport = transport;
        _pipes = pipes;
        _context = context;
        Transport = pipes;
        ConnectionClosed = _closing.Token;
        RemoteEndPoint = AsSeenFrom(listening, transport.RemoteEndPoint);
        LocalEndPoint = AsSeenFrom(listening, transport.LocalEndPoint ?? listening);
        Features.Set<IConnectionIdFeature>(this);
        Features.Set<IConnectionItemsFeature>(this);
        Features.Set<IConnectionTransportFeature>(this);
        Features.Set<IConnectionLifetimeFeature>(this);
        Features.Set<IConnectionEndPointFeature>(this);
        Features.Set<IMemoryPoolFeature>(this);
        Features.Set(this);
    }

    public override IFeatureCollection Features { get; } = new ConnectionFeatures();

    public override IDuplexPipe Transport { get; set; }

    public override string ConnectionId
    {
        get => _id ??= ConnectionNames.Next();
        set => _id = value;
    }

    public override IDictionary<object, object?> Items
    {
        get => _items ??= new ConnectionItems();
        set => _items = value;
    }

    public MemoryPool<byte> MemoryPool => _pipes.Memory;

    /// <summary>The loop that the connection lives on.</summary>
    public ConnectionLoop Loop => _transport.Loop;

    /// <summary>Whether the transport is a WebSocket's.</summary>
    public bool IsHandedOver => _pump is null;

    // False once TLS or another middleware has put pipes of its own between Kestrel and the transport.
    private bool IsPlain => Transport == _pipes;

    /// <summary>The connection that a request came on, if a WebSocket on it may leave Kestrel; else null.</summary>
    public static EngineConnection? Of(HttpContext context) =>
        HttpProtocol.IsHttp11(context.Request.Protocol) && context.Features.Get<EngineConnection>() is { IsPlain: true } connection
            ? connection
            : null;

    /// <summary>Begins with HTTP.</summary>
    public HttpPump StartHttp()
    {
        var pump = new HttpPump(this, _transport, _pipes);
        _pump = pump;
        _ = pump.SendAsync();
        return pump;
    }

    /// <summary>
    /// Whether the stream of an upgraded request is Kestrel's own. Where middleware has wrapped it to see the bytes, it
    /// must stay in use.
    /// </summary>
    public bool CanHandOver(Stream upgraded) => IsPlain && upgraded.GetType().Assembly == typeof(KestrelServer).Assembly;

    /// <summary>
    /// Hands the transport to a WebSocket, behind everything that Kestrel has written and with what has been received
    /// and not been read. On the loop, once, when the 101 has been flushed.
    /// </summary>
    public void HandOver(ITransportTaker taker)
    {
        HttpPump pump = _pump!;
        _pump = null;
        _context.Burst?.OnAccepted();
        pump.HandOver(taker);
    }

    /// <summary>The WebSocket that the transport was handed to has ended: so does the connection for Kestrel.</summary>
    public void OnTakerEnded() => OnTransportClosed(null);

    /// <summary>The transport has closed. Kestrel and the application hear of it on the thread pool.</summary>
    public void OnTransportClosed(Exception? fault)
    {
        if (Interlocked.Exchange(ref _isClosed, 1) != 0)
        {
            return;
        }

        if (fault is not null && _abortReason is null)
        {
            EngineLog.ConnectionLost(_context.Logger, ConnectionId, fault.Message);
        }

        Exception? lost = fault is null ? null : new ConnectionResetException(fault.Message, fault);
        _pipes.Received.Complete(_abortReason ?? lost);
        LoopScheduler.ThreadPool.Schedule(this);
    }

    public override void Abort(ConnectionAbortedException abortReason)
    {
        Interlocked.CompareExchange(ref _abortReason, abortReason, null);
        Loop.Post(new LoopWork(
            static (transport, reason) => ((Transport)transport!).Close((Exception?)reason), _transport, abortReason));
    }

    /// <summary>Kestrel has done: what it has written is sent, then the transport is closed.</summary>
    public override async ValueTask DisposeAsync()
    {
        _pipes.Input.Complete();
        _pipes.Output.Complete();
        if (IsHandedOver)
        {
            Loop.Post(new LoopWork(static (transport, _) => ((Transport)transport!).Close(), _transport));
            OnTakerEnded();
        }

        await _closed.Task.ConfigureAwait(false);
        _closing.Dispose();
        await base.DisposeAsync().ConfigureAwait(false);
    }

    void IThreadPoolWorkItem.Execute()
    {
        try
        {
            _closing.Cancel();
        }
        catch (Exception exception)
        {
            EngineLog.ClosedCallbackFault(_context.Logger, ConnectionId, exception);
        }

        _closed.TrySetResult();
    }

    // A socket of both families calls 127.0.0.1 ::ffff:127.0.0.1, and applications behind Kestrel know it so.
    private static EndPoint? AsSeenFrom(EndPoint listening, EndPoint? endPoint) =>
        listening.AddressFamily == AddressFamily.InterNetworkV6
            && endPoint is IPEndPoint { AddressFamily: AddressFamily.InterNetwork } v4
            ? new IPEndPoint(v4.Address.MapToIPv6(), v4.Port)
            : endPoint;
}
