using System.Globalization;
using System.Runtime.InteropServices;

namespace Parley.Cli.Bench;

/// <summary>The server's process, seen from outside: the processor time it has used, and the memory it holds.</summary>
internal sealed class ObservedProcess
{
    // CPUCLOCK_SCHED of a whole process, in the kernel's encoding; the process id stands above it, inverted.
    private const int ProcessClock = 2;

    private readonly int _id;

    private ObservedProcess(int id) => _id = id;

    /// <summary>
    /// The processor time of all its threads, those that have ended included, in nanoseconds. The kernel's clock of the
    /// process is asked: /proc/PID/stat counts in ticks of 10 ms, and the sum over /proc/PID/task loses threads that end.
    /// </summary>
    public long Nanoseconds => ReadClock((~_id << 3) | ProcessClock, out Timespec time) == 0
        ? ((long)time.Seconds * 1_000_000_000) + time.Nanoseconds
        : throw Gone();

    /// <summary>The bytes it holds in memory.</summary>
    public long Resident => ReadStatus("VmRSS:");

    /// <summary>The bytes it holds in memory that are no file's.</summary>
    public long ResidentAnonymous => ReadStatus("RssAnon:");

    /// <summary>Looks for a process.</summary>
    /// <param name="id">Its id, or null.</param>
    /// <returns>Null for null.</returns>
    /// <exception cref="BenchException">There is none, or this system can't show it.</exception>
    public static ObservedProcess? Find(int? id)
    {
        if (id is not { } some)
        {
            return null;
        }

        if (!OperatingSystem.IsLinux())
        {
            throw new BenchException("--pid works on Linux only: it reads /proc.");
        }

        return Directory.Exists($"/proc/{some}") ? new ObservedProcess(some) : throw new BenchException($"there is no process {some}.");
    }

    [DllImport("libc", EntryPoint = "clock_gettime")]
    private static extern int ReadClock(int clock, out Timespec time);

    private long ReadStatus(string field)
    {
        try
        {
            string? line = File.ReadLines($"/proc/{_id}/status").FirstOrDefault(line => line.StartsWith(field, StringComparison.Ordinal));

            // "VmRSS:     12345 kB". A process that has ended and waits for its parent holds nothing.
            return line is null
                ? throw Gone()
                : long.Parse(line.AsSpan(field.Length).Trim("\t kB"), CultureInfo.InvariantCulture) * 1024;
        }
        catch (IOException exception)
        {
            throw Gone(exception);
        }
    }

    private BenchException Gone(Exception? inner = null) => new($"process {_id} has ended.", inner);

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Timespec
    {
        public readonly nint Seconds;
        public readonly nint Nanoseconds;
    }
}
