namespace Parley.Protocol;

/// <summary>How large the head of an opening handshake may be, in bytes. What is larger is refused with a 431.</summary>
public sealed record HandshakeLimits
{
    /// <summary>The longest line, its CRLF included. 8 KiB unless set.</summary>
    public int MaxLineLength
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
            field = value;
        }
    } = 8 * 1024;

    /// <summary>The most header fields. 100 unless set.</summary>
    public int MaxFields
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
            field = value;
        }
    } = 100;

    /// <summary>The largest head: request or status line, header fields, and the empty line. 32 KiB unless set.</summary>
    public int MaxSize
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
            field = value;
        }
    } = 32 * 1024;
}
