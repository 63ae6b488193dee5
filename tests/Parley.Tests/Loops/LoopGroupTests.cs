using Parley.Testing;
using Parley.TestSupport;

namespace Parley.Tests.Loops;

public sealed class LoopGroupTests
{
    [Fact]
    public void A_group_deals_its_loops_in_turn()
    {
        using PoolLoop one = new(), two = new();
        using var group = new LoopGroup([one, two]);
        ConnectionLoop[] dealt = [group.Next(), group.Next(), group.Next(), group.Next()];
        Assert.NotSame(dealt[0], dealt[1]);
        Assert.Equal([dealt[0], dealt[1]], dealt[2..]);
        Assert.Throws<ArgumentOutOfRangeException>(static () => new LoopGroup([]));
    }

    [Theory]
    [InlineData(Engine.Auto)]
    [InlineData(Engine.Epoll)]
    [InlineData(Engine.Sockets)]
    public void An_engine_has_a_loop_for_each_processor_and_auto_is_epoll_on_Linux(Engine engine)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "epoll is Linux's; run the tests on Linux");
        using LoopGroup group = LoopGroup.Create(engine);
        Assert.Equal(Environment.ProcessorCount, group.Loops.Count);
        Assert.All(group.Loops, loop => Assert.Equal(engine != Engine.Sockets, loop is EpollLoop));
    }

    [Theory]
    [InlineData(Engine.Epoll)]
    [InlineData(Engine.Sockets)]
    public async Task A_handler_that_holds_its_loop_is_logged_by_name_once(Engine engine)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "epoll is Linux's; run the tests on Linux");
        var clock = new TestClock();
        using var log = new LogCollector();
        using LoopGroup group = LoopGroup.Create(engine, clock, log);
        using var release = new ManualResetEventSlim();
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        ConnectionLoop loop = group.Next();
        loop.Post(new LoopWork((_, _) =>
        {
            loop.BeginCall("Shop.PriceHandler");
            entered.SetResult();
            release.Wait();
            loop.EndCall();
        }));
        await Within.Time(entered.Task);
        clock.Advance(TimeSpan.FromMilliseconds(100));
        Assert.Empty(log.Lines);
        clock.Advance(TimeSpan.FromMilliseconds(300));
        release.Set();
        Assert.Equal(
            "Warning: Shop.PriceHandler has held its loop for more than 100 ms; other connections wait meanwhile",
            Assert.Single(log.Lines));
    }

    [Fact]
    public async Task A_busy_loop_that_goes_from_call_to_call_is_not_held()
    {
        var clock = new TestClock();
        using var log = new LogCollector();
        using LoopGroup group = LoopGroup.Create(Engine.Sockets, clock, log);
        ConnectionLoop loop = group.Next();
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        loop.Post(new LoopWork((_, _) =>
        {
            for (int i = 0; i < 10; i++)
            {
                loop.BeginCall("quick");
                clock.Advance(TimeSpan.FromMilliseconds(100));
                loop.EndCall();
            }

            done.SetResult();
        }));
        await Within.Time(done.Task);
        Assert.Empty(log.Lines);
    }
}
