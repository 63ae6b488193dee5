using System.Runtime.InteropServices;

namespace Parley;

/// <summary>Bytes that lie somewhere: <c>struct iovec</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly unsafe struct Piece(byte* bytes, int length)
{
    private readonly byte* _bytes = bytes;
    private readonly nuint _length = (nuint)length;
}
