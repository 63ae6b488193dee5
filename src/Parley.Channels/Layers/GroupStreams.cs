using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Parley.Channels;

/// <summary>The streams of a process: one for each group that has members or something on its way into history.</summary>
internal sealed class GroupStreams(IChannelLayerHandler handler)
{
    private readonly ConcurrentDictionary<GroupName, GroupStream> _streams = new();

    public IChannelLayerHandler Handler => handler;

    public IEnumerable<GroupStream> All => _streams.Select(static pair => pair.Value);

    public bool TryGet(GroupName group, [NotNullWhen(true)] out GroupStream? stream) =>
        _streams.TryGetValue(group, out stream);

    /// <summary>A stream that counts by itself.</summary>
    public GroupStream GetOrAddCounting(GroupName group) =>
        _streams.GetOrAdd(group, static (name, streams) => new GroupStream(streams, name, StoreEpoch.Create()), this);

    /// <summary>A stream that history counts for.</summary>
    public GroupStream GetOrAdd(GroupName group) =>
        _streams.GetOrAdd(group, static (name, streams) => new GroupStream(streams, name, epoch: null), this);

    /// <summary>Gives a stream up unless somebody needs it.</summary>
    public void Retire(GroupStream stream)
    {
        if (stream.TryRetire())
        {
            _streams.TryRemove(KeyValuePair.Create(stream.Name, stream));
        }
    }
}
