using System.Runtime.InteropServices;

namespace Parley.Compare.Running;

/// <summary>The processor time of another process, from the kernel's own clock of it.</summary>
internal static class ProcessClock
{
    // CPUCLOCK_SCHED of a whole process; the process id stands above it, inverted.
    private const int Scheduled = 2;

    public static long Nanoseconds(int processId) => ReadClock((~processId << 3) | Scheduled, out Timespec time) == 0
        ? ((long)time.Seconds * 1_000_000_000) + time.Nanoseconds
        : throw new CompareException($"process {processId} has ended.");

    [DllImport("libc", EntryPoint = "clock_gettime")]
    private static extern int ReadClock(int clock, out Timespec time);

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Timespec
    {
        public readonly nint Seconds;
        public readonly nint Nanoseconds;
    }
}
