using Parley.Testing;

namespace Parley.TestSupport;

/// <summary>Lets a clock go on while a test waits for something that needs both time and other threads.</summary>
public static class ClockWaiting
{
    /// <summary>Lets the time pass, second by second, until something that waits for it has ended.</summary>
    public static async Task AdvanceUntilAsync(this TestClock clock, Task end)
    {
        Task bounded = Within.Time(end);
        while (!bounded.IsCompleted)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(bounded, Task.Run(static () => { }));
        }

        await bounded;
    }

    /// <summary>
    /// Lets the time pass, second by second, until something has ended. No second begins before these loops have done
    /// what the last one asked of them, so that what one deadline says is said before the next one passes.
    /// </summary>
    public static async Task<T> AdvanceUntilAsync<T>(this TestClock clock, Task<T> end, IReadOnlyCollection<ConnectionLoop> loops)
    {
        Task<T> bounded = Within.Time(end);
        while (!bounded.IsCompleted)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            foreach (ConnectionLoop loop in loops)
            {
                await loop.CatchUpAsync();
            }
        }

        return await bounded;
    }

    /// <inheritdoc cref="AdvanceUntilAsync(TestClock, Task)"/>
    public static async Task<T> AdvanceUntilAsync<T>(this TestClock clock, Task<T> end)
    {
        await clock.AdvanceUntilAsync((Task)end);
        return await end;
    }
}
