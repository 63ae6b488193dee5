using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Parley;

/// <summary>
/// One epoll instance, and the descriptor that wakes it from another thread. Level-triggered: what was not dealt with
/// is told again.
/// </summary>
internal sealed unsafe class Epoll
{
    public const uint Readable = 0x001;
    public const uint Writable = 0x004;
    public const uint Fault = 0x008;

    private const uint EdgeTriggered = 1u << 31;
    private const int OperationAdd = 1;
    private const int OperationDelete = 2;
    private const int OperationModify = 3;
    private const int MaxEvents = 1024;
    private const ulong WakeKey = ulong.MaxValue;

    // struct epoll_event is packed on x86 and naturally aligned elsewhere.
    private static readonly int _keyOffset =
        RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.X86 ? 4 : 8;

    private static readonly int _eventSize = _keyOffset + sizeof(ulong);

    private readonly int _descriptor;
    private readonly int _wake;
    private readonly byte[] _events = GC.AllocateUninitializedArray<byte>(MaxEvents * _eventSize, pinned: true);

    // They are closed when nobody can reach this object any more, and not before: whoever is about to wake a loop that
    // ends meanwhile must not write into a descriptor that has been given to something else.
    private readonly SafeFileHandle _descriptorOwner;
    private readonly SafeFileHandle _wakeOwner;

    public Epoll()
    {
        _descriptor = Check(Libc.EpollCreate(Libc.CloseOnExec));
        _descriptorOwner = new SafeFileHandle(_descriptor, ownsHandle: true);
        _wake = Check(Libc.EventDescriptor(0, Libc.NonBlocking | Libc.CloseOnExec));
        _wakeOwner = new SafeFileHandle(_wake, ownsHandle: true);

        // By edges, so that the counter need never be read back.
        Check(Control(OperationAdd, _wake, Readable | EdgeTriggered, WakeKey));
    }

    /// <summary>Waits until something happened. Returns how many events there are, a wake among them.</summary>
    /// <param name="timeoutMilliseconds">How long; 0 only looks, -1 waits for ever.</param>
    public int Wait(int timeoutMilliseconds)
    {
        int count;
        fixed (byte* events = _events)
        {
            count = Libc.EpollWait(_descriptor, events, MaxEvents, timeoutMilliseconds);
        }

        return count >= 0 || Marshal.GetLastPInvokeError() == Libc.InterruptedCall ? Math.Max(count, 0) : throw Libc.LastFault();
    }

    /// <summary>One of the events of the last wait: what it is about, or -1 if it only woke the loop.</summary>
    public int EventAt(int index, out uint events)
    {
        ref byte anEvent = ref _events[index * _eventSize];
        events = Unsafe.ReadUnaligned<uint>(ref anEvent);
        return (int)Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref anEvent, _keyOffset));
    }

    /// <summary>Watches a descriptor, or changes what it is watched for. No events end the watching.</summary>
    /// <exception cref="IOException">The system refuses.</exception>
    public void Watch(int descriptor, int key, uint former, uint wanted)
    {
        int operation = (former, wanted) switch
        {
            (0, _) => OperationAdd,
            (_, 0) => OperationDelete,
            _ => OperationModify,
        };
        Check(Control(operation, descriptor, wanted, (ulong)key));
    }

    /// <summary>Ends a wait. Any thread may call it, also after the loop has ended.</summary>
    public void Wake()
    {
        ulong one = 1;
        Libc.Write(_wake, &one, sizeof(ulong));
        GC.KeepAlive(_wakeOwner);
    }

    private static int Check(int result) => result >= 0 ? result : throw Libc.LastFault();

    private int Control(int operation, int descriptor, uint events, ulong key)
    {
        byte* anEvent = stackalloc byte[_eventSize];
        Unsafe.WriteUnaligned(anEvent, events);
        Unsafe.WriteUnaligned(anEvent + _keyOffset, key);
        return Libc.EpollControl(_descriptor, operation, descriptor, anEvent);
    }
}
