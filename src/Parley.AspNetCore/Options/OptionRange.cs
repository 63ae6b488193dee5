using System.Globalization;

namespace Parley.AspNetCore;

/// <summary>What an option may be, in a sentence for whoever has to mend it.</summary>
internal static class OptionRange
{
    /// <summary>The longest time that makes sense here. A plain <c>20</c> in a configuration means 20 days.</summary>
    public static TimeSpan Day { get; } = TimeSpan.FromDays(1);

    /// <summary>Null if a number is at least as large as it has to be.</summary>
    public static string? Check(string name, int value, int least) => value >= least
        ? null
        : string.Create(
            CultureInfo.InvariantCulture, $"{name} is {value}; a number from {least} to {int.MaxValue} is expected.");

    /// <summary>Null if a time is in its range.</summary>
    public static string? Check(string name, TimeSpan value, TimeSpan least, TimeSpan most) => value >= least && value <= most
        ? null
        : $"{name} is {value:c}; a time from {least:c} to {most:c} is expected, written as hours:minutes:seconds.";

    /// <summary>Null if a time is above zero and a day at most, or infinite.</summary>
    public static string? CheckPatience(string name, TimeSpan value) =>
        value == Timeout.InfiniteTimeSpan || (value > TimeSpan.Zero && value <= Day)
            ? null
            : $"{name} is {value:c}; a time above zero and up to {Day:c} is expected, written as hours:minutes:seconds, "
                + $"or {Timeout.InfiniteTimeSpan:c} for no end.";
}
