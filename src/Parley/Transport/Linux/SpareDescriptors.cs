namespace Parley;

/// <summary>
/// A few descriptors kept for bad times. When connections have used up the rest they are given back, so that the process
/// can still open a log, a file or a library while it accepts nobody.
/// </summary>
internal sealed class SpareDescriptors
{
    private const int Wanted = 16;

    private readonly Stack<int> _kept = new(Wanted);

    /// <summary>Takes as many as are wanted. False if the process has no more.</summary>
    public bool TryKeep()
    {
        while (_kept.Count < Wanted)
        {
            int descriptor = Libc.EventDescriptor(0, Libc.CloseOnExec);
            if (descriptor < 0)
            {
                return false;
            }

            _kept.Push(descriptor);
        }

        return true;
    }

    public void Release()
    {
        while (_kept.TryPop(out int descriptor))
        {
            Libc.Close(descriptor);
        }
    }
}
