using System.Text;
using System.Threading.Channels;
using Parley.TestSupport;

namespace Parley.Channels.Redis.Tests.Native;

/// <summary>What a layer tells, each as a line: <c>a@1</c>, <c>gap 1-3</c>, <c>epoch 0</c>, <c>erased 2</c>, <c>Connected</c>.</summary>
internal sealed class LayerLog : IChannelLayerHandler
{
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly Channel<LayerState> _states = Channel.CreateUnbounded<LayerState>();

    /// <summary>The publication told last; its bytes may be gone.</summary>
    public Publication? Last { get; private set; }

    public StreamPosition LastPosition { get; private set; }

    public bool IsEmpty => !_lines.Reader.TryPeek(out _);

    public void OnPublication(GroupName group, Publication publication, StreamPosition position)
    {
        (Last, LastPosition) = (publication, position);
        Add($"{Encoding.UTF8.GetString(publication.Data)}@{position.Offset}");
    }

    public void OnDirect(ChannelName channel, Publication publication) =>
        Add($"{Encoding.UTF8.GetString(publication.Data)} to {channel}");

    public void OnGap(GroupName group, StreamGap gap) => Add($"gap {gap.From}-{gap.To}");

    public void OnNewEpoch(GroupName group, StreamPosition position)
    {
        LastPosition = position;
        Add($"epoch {position.Offset}");
    }

    public void OnErased(GroupName group, long offset) => Add($"erased {offset}");

    public void OnStateChanged(LayerState state) => _states.Writer.TryWrite(state);

    public Task<string> NextAsync() => Within.Time(_lines.Reader.ReadAsync());

    /// <summary>Waits for a state, past others.</summary>
    public async Task UntilAsync(LayerState state)
    {
        while (await Within.Time(_states.Reader.ReadAsync()) != state)
        {
        }
    }

    public async Task ExpectAsync(params string[] lines)
    {
        foreach (string line in lines)
        {
            Assert.Equal(line, await NextAsync());
        }
    }

    private void Add(string line) => _lines.Writer.TryWrite(line);
}
