using System.Text;
using Parley.Channels.Tests.Layers;
using Parley.TestSupport;

namespace Parley.Channels.Tests.Consumers;

/// <summary>A room whose layer takes its time to answer.</summary>
public sealed class PublishingAheadTests
{
    private readonly TaskCompletionSource _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<string> _published = [];

    [Fact]
    public async Task A_senders_next_messages_do_not_wait_for_the_answer_to_the_last()
    {
        (Stage stage, MemoryPeer peer) = await JoinAsync();
        for (int i = 0; i < 10; i++)
        {
            peer.Say($"{i}");
        }

        stage.Loop.Run();
        Assert.Equal(Enumerable.Range(0, 10).Select(static i => $"{i}"), _published);
    }

    [Theory]
    [InlineData(16, 1)]
    [InlineData(7, 10_000)]
    public async Task No_more_are_on_their_way_than_may(int expected, int size)
    {
        const int Said = 20;
        (Stage stage, MemoryPeer peer) = await JoinAsync();
        string text = new('x', size);
        for (int i = 0; i < Said; i++)
        {
            peer.Say(text);
        }

        stage.Loop.Run();
        Assert.Equal(expected, _published.Count);
        _answer.SetResult();
        await RunUntilAsync(stage, () => _published.Count == Said);
    }

    [Fact]
    public async Task One_that_fails_later_ends_the_connection()
    {
        (Stage stage, MemoryPeer peer) = await JoinAsync();
        peer.Say("a");
        _answer.SetException(new IOException("the layer is away"));
        await RunUntilAsync(stage, () => peer.Received.Contains("close 1011"));
        Assert.Contains(stage.Log.Lines, static line => line.Contains("the layer is away", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_connection_that_ends_meanwhile_is_no_fault()
    {
        (Stage stage, MemoryPeer peer) = await JoinAsync();
        peer.Say("a");
        peer.Vanish();
        await RunUntilAsync(stage, () => stage.Groups.MemberCount(new GroupName("1")) == 0);
        _answer.SetResult();
        Assert.DoesNotContain(stage.Log.Lines, static line => line.StartsWith("Error", StringComparison.Ordinal));
    }

    private static Task RunUntilAsync(Stage stage, Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(Within.Limit);
        while (!condition())
        {
            limit.Token.ThrowIfCancellationRequested();
            stage.Loop.Run();
        }

        return Task.CompletedTask;
    }

    private async Task<(Stage Stage, MemoryPeer Peer)> JoinAsync()
    {
        var layer = new GatedLayer
        {
            Publishing = publication => _published.Add(Encoding.UTF8.GetString(publication.Data)),
            Answering = () => _answer.Task,
        };
        var stage = new Stage("/room/{group}/", static () => new RoomConsumer(), groups: await Groups.StartAsync(layer));
        MemoryPeer peer = stage.Connect("/room/1/");
        await RunUntilAsync(stage, () => stage.Groups.MemberCount(new GroupName("1")) == 1);
        return (stage, peer);
    }
}
