using System.Runtime.CompilerServices;

namespace Parley.Protocol;

/// <summary>The first bytes of a header whose rest has not come yet. A mutable struct: keep it in a field.</summary>
internal struct FrameHeaderSpill
{
    private HeaderBytes _bytes;
    private byte _count;

    public readonly bool IsEmpty => _count == 0;

    /// <summary>Takes bytes until the header is whole, and no more than belong to it.</summary>
    public bool TryComplete(scoped ref Span<byte> input, out FrameHeader header)
    {
        Span<byte> bytes = _bytes;
        while (!FrameHeader.TryRead(bytes[.._count], out header, out int needed))
        {
            int taken = Math.Min(needed - _count, input.Length);
            if (taken == 0)
            {
                return false;
            }

            input[..taken].CopyTo(bytes[_count..]);
            _count += (byte)taken;
            input = input[taken..];
        }

        _count = 0;
        return true;
    }

    [InlineArray(FrameHeader.MaxSize)]
    private struct HeaderBytes
    {
        private byte _first;
    }
}
