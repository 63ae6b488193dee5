namespace Parley.TestSupport;

/// <summary>Counts the bytes that something allocates on the calling thread.</summary>
public static class Allocations
{
    private const int Attempts = 5;

    /// <summary>
    /// The fewest bytes that a thousand rounds allocate, over five attempts. What each round allocates is there in
    /// every attempt; what a collection took from the array pool between two rounds, because of another test, is not.
    /// </summary>
    public static long InThousandRounds(Action round)
    {
        round();
        return Enumerable.Range(0, Attempts).Min(_ => Count(round));
    }

    private static long Count(Action round)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
        {
            round();
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
