using System.Runtime.InteropServices;

namespace Parley;

/// <summary>What <c>sendmsg</c> is to send, laid out as in 64-bit Linux: pieces, and nothing else.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct MessageHeader(Piece* pieces, int count)
{
    private readonly void* _name = null;
    private readonly nuint _nameLength = 0;
    private readonly Piece* _pieces = pieces;
    private readonly nuint _pieceCount = (nuint)count;
    private readonly void* _control = null;
    private readonly nuint _controlLength = 0;
    private readonly nint _flags = 0;
}
