using System.Runtime.InteropServices;

namespace Parley.Cli.Bench;

/// <summary>A number that one loop counts up and others read, alone on its cache lines so that loops don't slow each other.</summary>
[StructLayout(LayoutKind.Explicit, Size = 192)]
internal struct PaddedCounter
{
    [FieldOffset(96)]
    private long _value;

    /// <summary>The number. Any thread may ask.</summary>
    public long Value => Volatile.Read(ref _value);

    /// <summary>Counts one. By one thread at a time.</summary>
    public void Increment() => Volatile.Write(ref _value, _value + 1);
}
