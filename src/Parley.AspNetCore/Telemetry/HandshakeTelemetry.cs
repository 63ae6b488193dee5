using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Parley.Protocol;

namespace Parley.AspNetCore;

/// <summary>What is told of one request and its connection: log lines, metrics, activities. Never a query or a header.</summary>
internal sealed class HandshakeTelemetry : IDisposable
{
    private const int MaxReason = 200;

    // What nginx made the field's word for a client that did not wait for its answer.
    private const int ClientGone = 499;

    private readonly HttpContext _context;
    private readonly ParleyHost _host;
    private readonly ActivityContext? _trace;
    private readonly long _began;
    private readonly Activity? _activity;
    private bool _isAnswered;
    private long _opened;

    private HandshakeTelemetry(HttpContext context, ParleyHost host)
    {
        _context = context;
        _host = host;
        _began = host.Time.GetTimestamp();
        _activity = ParleyActivities.BeginHandshake(context);
        _trace = _activity?.Context;
    }

    private object? Peer => _context.Connection.RemoteIpAddress;

    private string Path => ParleyActivities.PathOf(_context.Request);

    /// <summary>A request has come.</summary>
    public static HandshakeTelemetry Begin(HttpContext context, ParleyHost host) => new(context, host);

    /// <summary>It is answered with a refusal, by Parley or by the application.</summary>
    public void OnRefused(HttpReply reply)
    {
        if (!_context.RequestAborted.IsCancellationRequested)
        {
            Log.HandshakeRefused(_host.Logger, Peer, Path, reply.StatusCode, FirstLine(reply.Body));
            OnAnswered(reply.StatusCode);
        }
    }

    /// <summary>It has been accepted.</summary>
    public void OnOpened()
    {
        _opened = _host.Time.GetTimestamp();
        OnAnswered(_context.Response.StatusCode);
        ParleyActivities.EndRequest(_context);
        Log.Opened(_host.Logger, Peer, Path);
    }

    /// <summary>Its connection has ended.</summary>
    public void OnClosed(WebSocketConnection connection)
    {
        TimeSpan duration = _host.Time.GetElapsedTime(_opened);
        Log.Closed(_host.Logger, Peer, Path, connection.CloseCode ?? CloseCode.AbnormalClosure, duration);
        if (_trace is { } trace)
        {
            ParleyActivities.Closed(trace, connection, duration);
        }
    }

    /// <summary>The request has ended. If it has not been answered, its client has gone, or something has thrown.</summary>
    public void Dispose()
    {
        if (!_isAnswered)
        {
            OnAnswered(_context.RequestAborted.IsCancellationRequested ? ClientGone : StatusCodes.Status500InternalServerError);
        }
    }

    private static string FirstLine(string text)
    {
        int end = text.AsSpan().IndexOfAny('\r', '\n');
        return text[..Math.Min(end < 0 ? text.Length : end, MaxReason)];
    }

    private void OnAnswered(int status)
    {
        _isAnswered = true;
        HandshakeMetrics.CountAnswer(status, _host.Time.GetElapsedTime(_began), ParleyActivities.RouteOf(_context));
        ParleyActivities.End(_activity, status);
    }
}
