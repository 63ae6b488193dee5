namespace Parley.Channels.Redis;

/// <summary>A string of a claimed length whose bytes are still coming. It grows with them.</summary>
internal sealed class RespBulk(RespKind kind, int length)
{
    private const int FirstCapacity = 16 * 1024;
    private const int FormatLength = 4;

    private byte[] _bytes = [];
    private int _count;
    private bool _hasReturn;

    /// <returns>False when the input is used up and the string is not whole yet.</returns>
    public bool TryRead(ref ReadOnlySpan<byte> input, out RespValue value)
    {
        Take(ref input);
        if (_count == length && TryReadEnd(ref input))
        {
            value = RespValue.OfBytes(kind, kind == RespKind.VerbatimString ? WithoutFormat() : _bytes);
            return true;
        }

        value = default;
        return false;
    }

    private void Take(ref ReadOnlySpan<byte> input)
    {
        ReadOnlySpan<byte> taken = input[..Math.Min(input.Length, length - _count)];
        if (_count + taken.Length > _bytes.Length)
        {
            long capacity = Math.Max(_count + taken.Length, Math.Max(FirstCapacity, _bytes.Length * 2L));
            Array.Resize(ref _bytes, (int)Math.Min(length, capacity));
        }

        taken.CopyTo(_bytes.AsSpan(_count));
        _count += taken.Length;
        input = input[taken.Length..];
    }

    private bool TryReadEnd(ref ReadOnlySpan<byte> input)
    {
        while (input.Length > 0)
        {
            byte next = input[0];
            input = input[1..];
            if (next != (_hasReturn ? '\n' : '\r'))
            {
                throw new RedisProtocolException(
                    $"A string of {length} bytes must end with CR LF; the server sent {next:X2}.");
            }

            if (_hasReturn)
            {
                return true;
            }

            _hasReturn = true;
        }

        return false;
    }

    // "txt:" or "mkd:" stands before the text.
    private byte[] WithoutFormat() => _bytes.Length >= FormatLength && _bytes[FormatLength - 1] == ':'
        ? _bytes[FormatLength..]
        : throw new RedisProtocolException("A verbatim string must begin with three letters and a colon.");
}
