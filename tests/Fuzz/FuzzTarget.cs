namespace Parley.Fuzz;

/// <summary>Something that takes any bytes and must come through.</summary>
public abstract class FuzzTarget
{
    /// <summary>A short name, for the command line and for files.</summary>
    public abstract string Name { get; }

    /// <summary>Inputs to start from.</summary>
    public abstract IEnumerable<byte[]> Seeds { get; }

    public static IReadOnlyList<FuzzTarget> All { get; } = [new FrameTarget(), new DeflateTarget(), new HandshakeTarget(), new RoundTripTarget()];

    /// <summary>Tries an input.</summary>
    /// <exception cref="FuzzException">What must hold does not.</exception>
    public abstract void TakeInput(byte[] input);

    /// <summary>Tries an input, and turns whatever escapes into a failure that says with which input.</summary>
    /// <exception cref="FuzzException">What must hold does not.</exception>
    public void Run(byte[] input)
    {
        try
        {
            TakeInput(input);
        }
        catch (Exception exception) when (exception is not FuzzException)
        {
            throw new FuzzException($"{Name}: {exception.GetType().Name} escaped: {exception.Message}", exception);
        }
    }

    protected static void Require(bool holds, string what)
    {
        if (!holds)
        {
            throw new FuzzException(what);
        }
    }
}
