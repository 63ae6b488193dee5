namespace Parley.Protocol;

/// <summary>
/// Finds the end of a request's or a response's head in bytes that come in any pieces. Every byte is looked at once,
/// however it is split, and a head within one piece is not copied.
/// </summary>
/// <param name="limits">How large the head may be.</param>
public sealed class HeadReader(HandshakeLimits limits) : IDisposable
{
    private static ReadOnlySpan<byte> LineBreaking => [(byte)'\r', (byte)'\n', 0];

    private readonly PooledBufferWriter _earlier = new();
    private int _size;
    private int _lineLength;
    private int _lines;
    private bool _afterReturn;

    /// <summary>Takes bytes up to and including the empty line that ends a head.</summary>
    /// <param name="input">The bytes received; on return, what is left of them.</param>
    /// <param name="head">The whole head, valid until the next call.</param>
    /// <param name="error">Why the bytes can't be a head, or null.</param>
    /// <returns>Whether the head is whole. False without an error means that more bytes are needed.</returns>
    public bool TryRead(ref ReadOnlySpan<byte> input, out ReadOnlySpan<byte> head, out HandshakeError? error)
    {
        head = default;
        if (!FindEnd(input, out int taken, out error))
        {
            Keep(ref input, taken);
            return false;
        }

        if (_earlier.WrittenCount == 0)
        {
            head = input[..taken];
            input = input[taken..];
        }
        else
        {
            Keep(ref input, taken);
            head = _earlier.WrittenSpan;
        }

        return true;
    }

    /// <summary>Gives the kept bytes back to the pool.</summary>
    public void Dispose() => _earlier.Dispose();

    private void Keep(ref ReadOnlySpan<byte> input, int count)
    {
        input[..count].CopyTo(_earlier.GetSpan(count));
        _earlier.Advance(count);
        input = input[count..];
    }

    private bool FindEnd(ReadOnlySpan<byte> input, out int taken, out HandshakeError? error)
    {
        taken = 0;
        while (taken < input.Length)
        {
            ReadOnlySpan<byte> rest = input[taken..];
            int run = _afterReturn ? 0 : rest.IndexOfAny(LineBreaking);
            bool endsInRun = run < 0;
            int count = endsInRun ? rest.Length : run + 1;
            taken += count;
            ParsingSteps.Add(count);
            error = Count(count);
            if (error is not null || endsInRun)
            {
                return false;
            }

            if (TakeBreak(rest[run], out error))
            {
                return true;
            }

            if (error is not null)
            {
                return false;
            }
        }

        error = null;
        return false;
    }

    // One of CR, LF and NUL, or the byte after a CR. True at the end of the head.
    private bool TakeBreak(byte b, out HandshakeError? error)
    {
        error = null;
        if (!_afterReturn && b == '\r')
        {
            _afterReturn = true;
            return false;
        }

        // RFC 9112 section 2.2: a CR or LF on its own is where two parsers see two different requests.
        if (!_afterReturn || b != '\n')
        {
            error = new HandshakeError(400, "Lines of the head must end with CR LF; a CR, LF or NUL stood alone.");
            return false;
        }

        _afterReturn = false;
        bool empty = _lineLength == 2;
        _lineLength = 0;
        _lines++;
        if (empty && _lines == 1)
        {
            error = new HandshakeError(400, "The head must start with a request or status line; an empty one came.");
            return false;
        }

        if (!empty && _lines > limits.MaxFields + 1)
        {
            error = new HandshakeError(431, $"At most {limits.MaxFields} header fields are taken.");
        }

        return empty;
    }

    private HandshakeError? Count(int bytes)
    {
        _size += bytes;
        _lineLength += bytes;
        if (_lineLength > limits.MaxLineLength)
        {
            return new HandshakeError(431, $"A line of the head may be {limits.MaxLineLength} bytes long at most.");
        }

        return _size > limits.MaxSize
            ? new HandshakeError(431, $"The head may be {limits.MaxSize} bytes long at most.")
            : null;
    }
}
