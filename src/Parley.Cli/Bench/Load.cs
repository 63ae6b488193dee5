using System.Collections.Concurrent;

namespace Parley.Cli.Bench;

/// <summary>What all connections of a load share.</summary>
internal sealed class Load(LoadSettings settings)
{
    private readonly ConcurrentDictionary<ConnectionLoop, LoopTally> _tallies = new();
    private volatile bool _isSending;
    private volatile bool _isMeasuring;
    private volatile bool _isEnding;

    public LoadSettings Settings => settings;

    /// <summary>A message as it is filled, before it is tagged.</summary>
    public byte[] Template { get; } = Filler.Make(settings.Size);

    public ErrorTally Errors { get; } = new();

    /// <summary>Whether an answer lets its sender send again.</summary>
    public bool IsSending
    {
        get => _isSending;
        set => _isSending = value;
    }

    /// <summary>Whether latencies count.</summary>
    public bool IsMeasuring
    {
        get => _isMeasuring;
        set => _isMeasuring = value;
    }

    /// <summary>Whether the connections are meant to close.</summary>
    public bool IsEnding
    {
        get => _isEnding;
        set => _isEnding = value;
    }

    /// <summary>Messages that came back to their senders.</summary>
    public long Messages => _tallies.Values.Sum(static tally => tally.Messages);

    /// <summary>How often a message came to somebody else than its sender.</summary>
    public long ToOthers => _tallies.Values.Sum(static tally => tally.ToOthers);

    /// <summary>The tally of a loop.</summary>
    public LoopTally TallyOf(ConnectionLoop loop) =>
        _tallies.GetOrAdd(loop, static (_, template) => new LoopTally(template), Template);

    /// <summary>All latencies recorded, once no more are.</summary>
    public LatencyHistogram MergeLatencies()
    {
        var all = new LatencyHistogram();
        foreach (LoopTally tally in _tallies.Values)
        {
            all.Add(tally.Latency);
        }

        return all;
    }
}
