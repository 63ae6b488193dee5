using Microsoft.Extensions.Logging;
using Parley.Testing;
using Parley.TestSupport;

namespace Parley.Tests.Loops;

/// <summary>What holds for every loop with threads of its own or borrowed ones.</summary>
public abstract class LoopSpecification
{
    [Fact]
    public async Task Work_of_many_threads_runs_one_at_a_time_and_each_threads_work_in_order()
    {
        using ConnectionLoop loop = Create();
        const int Threads = 8;
        const int Each = 20_000;
        int[] last = new int[Threads];
        int running = 0;
        int disorder = 0;
        await Within.Time(Task.WhenAll(Enumerable.Range(0, Threads).Select(thread => Task.Run(() =>
        {
            for (int i = 1; i <= Each; i++)
            {
                int number = i;
                loop.Post(new LoopWork((_, _) =>
                {
                    disorder += Interlocked.Increment(ref running) == 1 && last[thread] == number - 1 && loop.IsCurrent ? 0 : 1;
                    last[thread] = number;
                    Interlocked.Decrement(ref running);
                }));
            }
        }))));
        await SettleAsync(loop);
        Assert.Equal(0, disorder);
        Assert.All(last, static count => Assert.Equal(Each, count));
        Assert.False(loop.IsCurrent);
    }

    [Fact]
    public async Task Work_that_throws_is_logged_and_the_rest_runs()
    {
        using var log = new LogCollector();
        using ConnectionLoop loop = Create(log: log);
        loop.Post(new LoopWork(static (_, _) => throw new InvalidOperationException("a defect")));
        await SettleAsync(loop);
        Assert.Contains(log.Lines, static line => line.StartsWith("Error:", StringComparison.Ordinal)
            && line.Contains("a defect", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Work_that_throws_ends_nothing_when_the_log_is_broken_too()
    {
        using var log = new BrokenLog();
        using ConnectionLoop loop = Create(log: log);
        for (int i = 0; i < 3; i++)
        {
            loop.Post(new LoopWork(static (_, _) => throw new InvalidOperationException("a defect")));
            await SettleAsync(loop);
        }
    }

    [Fact]
    public async Task Switching_to_a_loop_goes_behind_what_waits_there()
    {
        using ConnectionLoop loop = Create();
        List<string> order = [];
        await Within.Time(Task.Run(async () =>
        {
            await loop.SwitchTo();
            loop.Post(new LoopWork((_, _) => order.Add("posted before")));
            await loop.SwitchTo();
            order.Add("switched");
            Assert.True(loop.IsCurrent);
        }));
        Assert.Equal(["posted before", "switched"], order);
    }

    [Fact]
    public async Task Transports_are_told_the_time_about_once_a_second()
    {
        var clock = new TestClock();
        using ConnectionLoop loop = Create(clock);
        List<long> ticks = [];
        (InMemoryTransport first, _) = InMemoryTransport.CreatePair(loop);
        first.Handler = new TickHandler(ticks);
        loop.Post(new LoopWork(static (transport, _) => ((InMemoryTransport)transport!).Start(), first));
        for (int second = 0; second < 3; second++)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            await SettleAsync(loop);
        }

        Assert.Equal([1001, 2001, 3001], ticks);
    }

    [Fact]
    public async Task Disposing_a_loop_closes_its_transports()
    {
        ConnectionLoop loop = Create();
        (InMemoryTransport first, _) = InMemoryTransport.CreatePair(loop);
        loop.Post(new LoopWork(static (transport, _) => ((InMemoryTransport)transport!).Start(), first));
        await SettleAsync(loop);
        Assert.Equal(1, loop.TransportCount);
        loop.Dispose();

        // Twice: closing posts what takes a transport off its loop.
        await SettleAsync(loop);
        await SettleAsync(loop);
        Assert.Equal(0, loop.TransportCount);
    }

    [Fact]
    public async Task Work_posted_to_a_loop_that_has_ended_still_runs_in_order()
    {
        ConnectionLoop loop = Create();
        loop.Dispose();
        List<int> order = [];
        for (int round = 0; round < 50; round++)
        {
            int number = round;
            loop.Post(new LoopWork((_, _) => order.Add(number)));
            await SettleAsync(loop);
        }

        Assert.Equal(Enumerable.Range(0, 50), order);
    }

    /// <summary>Makes a loop.</summary>
    protected abstract ConnectionLoop Create(TimeProvider? time = null, ILoggerFactory? log = null);

    // Waits until the loop has run what was posted.
    private static Task SettleAsync(ConnectionLoop loop)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        loop.Post(new LoopWork(static (done, _) => ((TaskCompletionSource)done!).SetResult(), done));
        return Within.Time(done.Task);
    }

    private sealed class TickHandler(List<long> ticks) : TransportHandler
    {
        public override void OnReceived(Span<byte> data)
        {
        }

        public override void OnTick(long now) => ticks.Add(now);
    }
}
