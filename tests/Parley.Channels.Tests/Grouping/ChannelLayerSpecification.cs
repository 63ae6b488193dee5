using System.Text;
using Parley.Protocol;
using Parley.TestSupport;

namespace Parley.Channels.Tests.Grouping;

/// <summary>What holds for every channel layer, wherever its groups live.</summary>
public abstract class ChannelLayerSpecification : IAsyncLifetime
{
    private static readonly GroupName _garden = new("garden");
    private static readonly GroupName _lobby = new("大厅");

    private readonly Recorder _recorder = new();
    private IChannelLayer _layer = null!;

    public async ValueTask InitializeAsync()
    {
        _layer = CreateLayer();
        await Within.Time(_layer.StartAsync(_recorder));
    }

    public async ValueTask DisposeAsync()
    {
        await _layer.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_subscribed_groups_publications_come_in_order_with_positions_that_rise_by_one()
    {
        StreamPosition start = await Within.Time(_layer.SubscribeAsync(_garden));
        StreamPosition first = await PublishAsync(_garden, "a");
        StreamPosition second = await PublishAsync(_garden, "b");
        await _recorder.WaitAsync(2);
        Assert.Equal(["garden Text a", "garden Text b"], _recorder.Received);
        Assert.Equal([first, second], _recorder.Positions);
        Assert.Equal((start.Offset + 1, start.Offset + 2), (first.Offset, second.Offset));
        Assert.Equal((start.Epoch, start.Epoch), (first.Epoch, second.Epoch));
    }

    [Fact]
    public async Task Only_subscribed_groups_are_heard()
    {
        await Within.Time(_layer.SubscribeAsync(_lobby));
        await PublishAsync(_garden, "not heard");
        await PublishAsync(_lobby, "heard");
        await _recorder.WaitAsync(1);
        Assert.Equal(["大厅 Text heard"], _recorder.Received);
    }

    [Fact]
    public async Task An_unsubscribed_group_is_heard_no_more()
    {
        await Within.Time(_layer.SubscribeAsync(_garden));
        await Within.Time(_layer.SubscribeAsync(_lobby));
        await Within.Time(_layer.UnsubscribeAsync(_garden));
        await PublishAsync(_garden, "not heard");
        await PublishAsync(_lobby, "heard");
        await _recorder.WaitAsync(1);
        Assert.Equal(["大厅 Text heard"], _recorder.Received);
    }

    [Fact]
    public async Task Events_keep_their_type_and_their_bytes()
    {
        await Within.Time(_layer.SubscribeAsync(_garden));
        Publication publication = Publication.Event(new GroupEvent("chat.joined", new byte[] { 0, 255 }));
        await Within.Time(_layer.PublishAsync(_garden, publication));
        publication.Release();
        await _recorder.WaitAsync(1);
        Assert.Equal(["garden chat.joined 00FF"], _recorder.Received);
    }

    /// <summary>Makes a layer that has not been started.</summary>
    protected abstract IChannelLayer CreateLayer();

    private async Task<StreamPosition> PublishAsync(GroupName group, string text)
    {
        Publication publication = Publication.Broadcast(MessageType.Text, Encoding.UTF8.GetBytes(text));
        StreamPosition position = await Within.Time(_layer.PublishAsync(group, publication));
        publication.Release();
        return position;
    }

    private sealed class Recorder : IChannelLayerHandler
    {
        private readonly SemaphoreSlim _arrived = new(0);
        private readonly List<string> _received = [];
        private readonly List<StreamPosition> _positions = [];

        public IReadOnlyList<string> Received => _received;

        public IReadOnlyList<StreamPosition> Positions => _positions;

        public void OnPublication(GroupName group, Publication publication, StreamPosition position)
        {
            _received.Add(publication.EventType is null
                ? $"{group} {publication.Message.Type} {Encoding.UTF8.GetString(publication.Message.Payload)}"
                : $"{group} {publication.EventType} {Convert.ToHexString(publication.Message.Payload)}");
            _positions.Add(position);
            _arrived.Release();
        }

        public async Task WaitAsync(int count)
        {
            for (int i = 0; i < count; i++)
            {
                await Within.Time(_arrived.WaitAsync());
            }
        }
    }
}
