namespace Parley.Cli.Bench;

/// <summary>What the connections of one loop have counted. Only that loop writes it.</summary>
/// <param name="template">A message as it is filled; the loop's own copy is kept to be sent from.</param>
internal sealed class LoopTally(byte[] template)
{
    private PaddedCounter _messages;
    private PaddedCounter _toOthers;

    /// <summary>Messages that came back to their sender.</summary>
    public long Messages => _messages.Value;

    /// <summary>How often a message came to somebody else.</summary>
    public long ToOthers => _toOthers.Value;

    /// <summary>Times from sending to receiving, in ticks of the stopwatch.</summary>
    public LatencyHistogram Latency { get; } = new();

    /// <summary>Where a message is put together before it is sent, which copies it.</summary>
    public byte[] Draft { get; } = [.. template];

    public void CountToSender() => _messages.Increment();

    public void CountToOther() => _toOthers.Increment();
}
