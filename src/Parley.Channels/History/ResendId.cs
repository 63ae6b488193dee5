using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Parley.Channels;

/// <summary>
/// What a store remembers of a publication's id, of one size whatever clients send: who published under which id, and
/// what. Two are equal by chance, or made so by a client, only where SHA-256 shortened to 128 bits lets them.
/// </summary>
/// <param name="Key">The user, if there is one, and the id.</param>
/// <param name="DataHash">The data.</param>
public readonly record struct ResendId(UInt128 Key, UInt128 DataHash)
{
    private const int MaxStack = 256;

    /// <summary>Takes a publication's id.</summary>
    /// <param name="publication">The publication.</param>
    /// <param name="resendId">What to remember.</param>
    /// <returns>False if the publication has no id.</returns>
    public static bool TryCreate(Publication publication, out ResendId resendId)
    {
        bool hasId = publication.Origin.Id is not null;
        resendId = hasId ? new ResendId(KeyOf(publication.Origin), HashOf(publication)) : default;
        return hasId;
    }

    // Without a user is not the same as with a user whose name is empty.
    private static UInt128 KeyOf(in PublicationOrigin origin) => Hash(origin.User, origin.User?.Length ?? -1, origin.Id!);

    private static UInt128 HashOf(Publication publication)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(publication.Data, hash);
        int form = ((int)publication.Kind << 8) | (int)publication.Form;
        return Hash(publication.EventType, form, Convert.ToHexString(hash));
    }

    private static UInt128 Hash(string? first, int number, string second)
    {
        first ??= "";
        int size = sizeof(int) + sizeof(int) + Encoding.UTF8.GetMaxByteCount(first.Length + second.Length);
        byte[]? rented = size > MaxStack ? ArrayPool<byte>.Shared.Rent(size) : null;
        Span<byte> bytes = rented ?? stackalloc byte[MaxStack];
        int length = Encoding.UTF8.GetBytes(first, bytes[(2 * sizeof(int))..]);
        BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[sizeof(int)..], length);
        length += 2 * sizeof(int);
        length += Encoding.UTF8.GetBytes(second, bytes[length..]);

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes[..length], hash);
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        return BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }
}
