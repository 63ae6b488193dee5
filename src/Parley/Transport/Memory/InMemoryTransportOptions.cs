namespace Parley;

/// <summary>How bytes pass between the two ends of an <see cref="InMemoryTransport"/>.</summary>
public sealed record InMemoryTransportOptions
{
    /// <summary>The most bytes handed to a handler at once. 32 KiB unless set; 1 splits everything everywhere.</summary>
    public int PieceSize
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
            field = value;
        }
    } = 32 * 1024;

    /// <summary>How many bytes an end takes that its handler has not received. 1 MiB unless set.</summary>
    public int Capacity
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
            field = value;
        }
    } = 1024 * 1024;
}
