namespace Parley.AspNetCore;

/// <summary>Names for connections, for logs and traces: short, and not the same in two runs of a program.</summary>
internal static class ConnectionNames
{
    private const string Digits = "0123456789ABCDEFGHIJKLMNOPQRSTUV";
    private const int BitsOfDigit = 5;
    private const int Length = 13;

    private static long _last = TimeProvider.System.GetUtcNow().Ticks;

    public static string Next() => string.Create(Length, Interlocked.Increment(ref _last), static (name, number) =>
    {
        for (int i = name.Length - 1; i >= 0; i--)
        {
            name[i] = Digits[(int)(number & (Digits.Length - 1))];
            number >>= BitsOfDigit;
        }
    });
}
