using System.Buffers;

namespace Parley.Channels.Redis;

/// <summary>Reads lines that end with CR LF, also when they come in pieces.</summary>
internal sealed class RespLine(int maxLength)
{
    private static readonly SearchValues<byte> _types = SearchValues.Create("+-:_#,($!=*~>%|"u8);

    // A type and a number: most lines that come in pieces are no longer.
    private byte[] _spill = new byte[32];
    private int _length;

    /// <summary>Reads one line, without its end. The line lasts until <see cref="Clear"/>.</summary>
    /// <returns>False when the input is used up and the line is not whole yet.</returns>
    public bool TryRead(ref ReadOnlySpan<byte> input, out ReadOnlySpan<byte> line)
    {
        line = default;
        if (input.IsEmpty)
        {
            return false;
        }

        // Garbage is told by its first byte, before a line end that may never come.
        if (_length == 0 && !_types.Contains(input[0]))
        {
            throw UnknownType(input[0]);
        }

        int end = input.IndexOf((byte)'\n');
        ReadOnlySpan<byte> taken = end < 0 ? input : input[..(end + 1)];
        if (_length + taken.Length > maxLength)
        {
            throw new RedisProtocolException($"A line of a reply is longer than {maxLength} bytes.");
        }

        input = input[taken.Length..];
        if (end >= 0 && _length == 0)
        {
            line = WithoutEnd(taken);
            return true;
        }

        Spill(taken);
        line = end >= 0 ? WithoutEnd(_spill.AsSpan(0, _length)) : default;
        return end >= 0;
    }

    public void Clear() => _length = 0;

    public static RedisProtocolException UnknownType(byte type) =>
        new($"A reply can't begin with the byte {type:X2}. Is it a Redis server, and is TLS on both sides or none?");

    private static ReadOnlySpan<byte> WithoutEnd(ReadOnlySpan<byte> line) => line.EndsWith("\r\n"u8)
        ? line[..^2]
        : throw new RedisProtocolException("A line of a reply must end with CR LF.");

    private void Spill(ReadOnlySpan<byte> taken)
    {
        if (_length + taken.Length > _spill.Length)
        {
            Array.Resize(ref _spill, Math.Max(_length + taken.Length, _spill.Length * 2));
        }

        taken.CopyTo(_spill.AsSpan(_length));
        _length += taken.Length;
    }
}
