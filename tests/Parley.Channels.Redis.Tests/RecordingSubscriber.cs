using System.Text;
using System.Threading.Channels;
using Parley.TestSupport;

namespace Parley.Channels.Redis.Tests;

/// <summary>Keeps what a subscriber is told: the text of a message, <c>interrupted</c>, <c>resumed</c>.</summary>
internal sealed class RecordingSubscriber : IRedisSubscriber
{
    private readonly Channel<string> _events = Channel.CreateUnbounded<string>();

    public void OnMessage(ReadOnlyMemory<byte> payload) => _events.Writer.TryWrite(Encoding.UTF8.GetString(payload.Span));

    public void OnInterrupted(Exception reason) => _events.Writer.TryWrite("interrupted");

    public void OnResumed() => _events.Writer.TryWrite("resumed");

    /// <summary>Waits for the next.</summary>
    public Task<string> NextAsync() => Within.Time(_events.Reader.ReadAsync());

    /// <summary>Whether nothing more has come.</summary>
    public bool IsEmpty => !_events.Reader.TryPeek(out _);
}
