namespace Parley.Cli;

/// <summary>Numbers as people say them.</summary>
internal static class Spoken
{
    public static string Time(TimeSpan time) =>
        time.TotalSeconds < 1 ? $"{time.TotalMilliseconds:0} ms" : $"{time.TotalSeconds:0.0} s";

    public static string Bytes(long count) => count switch
    {
        >= 1 << 20 => $"{count / (double)(1 << 20):0.0} MiB",
        >= 1 << 10 => $"{count / (double)(1 << 10):0.0} KiB",
        _ => $"{count} bytes",
    };
}
