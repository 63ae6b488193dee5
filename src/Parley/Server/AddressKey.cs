using System.Buffers.Binary;
using System.Net;

namespace Parley;

/// <summary>
/// Whom connections are counted for: an IPv4 address, also if it was mapped to IPv6, or the first 64 bits of an IPv6
/// address, since that much is given to one customer.
/// </summary>
/// <param name="Prefix">The first 64 bits; 0 for IPv4.</param>
/// <param name="Address">The IPv4 address as it is mapped; 0 for IPv6.</param>
internal readonly record struct AddressKey(ulong Prefix, ulong Address)
{
    private const int Length = 16;
    private const ulong Mapped = 0xFFFF_0000_0000;

    /// <summary>The key of a peer's address; null if it has none, as on a Unix socket.</summary>
    public static AddressKey? Of(EndPoint? remote)
    {
        if (remote is not IPEndPoint { Address: { } address })
        {
            return null;
        }

        Span<byte> bytes = stackalloc byte[Length];
        address.TryWriteBytes(bytes, out int written);
        if (written < Length)
        {
            return new AddressKey(0, Mapped | BinaryPrimitives.ReadUInt32BigEndian(bytes));
        }

        return address.IsIPv4MappedToIPv6
            ? new AddressKey(0, BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]))
            : new AddressKey(BinaryPrimitives.ReadUInt64BigEndian(bytes), 0);
    }
}
