using System.Globalization;

namespace Parley.Compare.Running;

/// <summary>Which core does what.</summary>
internal static class Cores
{
    public const int Server = 0;
    public const int Load = 1;

    /// <summary>The machine's cores, whatever this process itself is pinned to.</summary>
    public static int Count =>
        File.ReadLines("/proc/cpuinfo").Count(static line => line.StartsWith("processor", StringComparison.Ordinal));

    /// <summary>A command, pinned. taskset becomes the program, so its process id is the program's.</summary>
    public static string[] Pin(int core, IEnumerable<string> command) =>
        ["taskset", "-c", core.ToString(CultureInfo.InvariantCulture), .. command];
}
