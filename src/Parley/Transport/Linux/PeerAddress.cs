using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace Parley;

/// <summary>A socket's address in 18 bytes: an object for it is made when somebody asks.</summary>
internal readonly struct PeerAddress
{
    /// <summary>Room for any address that the system writes: struct sockaddr_storage.</summary>
    public const int MaxNativeSize = 128;

    private const ushort NativeInterNetwork = 2;
    private const ushort NativeInterNetworkV6 = 10;

    // Two halves, since the whole would have to lie at a multiple of 16.
    private readonly ulong _high;
    private readonly ulong _low;
    private readonly ushort _port;
    private readonly ushort _family;

    private PeerAddress(AddressFamily family, UInt128 address, ushort port)
    {
        _family = (ushort)family;
        _high = (ulong)(address >> 64);
        _low = (ulong)address;
        _port = port;
    }

    /// <summary>Reads what accept() wrote: a family in the machine's byte order, then port and address in the network's.</summary>
    public static PeerAddress FromNative(ReadOnlySpan<byte> native) =>
        native.Length < 8 ? default : Unsafe.ReadUnaligned<ushort>(in native[0]) switch
        {
            NativeInterNetwork => new PeerAddress(
                AddressFamily.InterNetwork,
                BinaryPrimitives.ReadUInt32BigEndian(native[4..]),
                BinaryPrimitives.ReadUInt16BigEndian(native[2..])),
            NativeInterNetworkV6 when native.Length >= 24 => FromV6(
                native.Slice(8, 16), BinaryPrimitives.ReadUInt16BigEndian(native[2..])),
            _ => default,
        };

    /// <summary>The address that a connected socket has at this end; none after a failure.</summary>
    public static unsafe PeerAddress OfSocket(int socket)
    {
        byte* address = stackalloc byte[MaxNativeSize];
        int length = MaxNativeSize;
        return Libc.LocalName(socket, address, &length) < 0
            ? default
            : FromNative(new ReadOnlySpan<byte>(address, Math.Min(length, MaxNativeSize)));
    }

    /// <summary>The address as an object, or null if the peer has none, as with a Unix socket.</summary>
    public IPEndPoint? ToEndPoint()
    {
        if (_family == 0)
        {
            return null;
        }

        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, new UInt128(_high, _low));
        return new IPEndPoint(new IPAddress(_family == (ushort)AddressFamily.InterNetwork ? bytes[12..] : bytes), _port);
    }

    // A socket that speaks both families calls 127.0.0.1 ::ffff:127.0.0.1, which nobody wants to see in a log.
    private static PeerAddress FromV6(ReadOnlySpan<byte> bytes, ushort port)
    {
        UInt128 address = BinaryPrimitives.ReadUInt128BigEndian(bytes);
        return address >> 32 == 0xFFFF
            ? new PeerAddress(AddressFamily.InterNetwork, (uint)address, port)
            : new PeerAddress(AddressFamily.InterNetworkV6, address, port);
    }
}
