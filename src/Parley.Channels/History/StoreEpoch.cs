using System.Globalization;
using System.Security.Cryptography;

namespace Parley.Channels;

/// <summary>
/// Makes epochs: a store has one, and each group that it begins to remember has its own within it, so that a group can
/// be forgotten.
/// </summary>
public static class StoreEpoch
{
    /// <summary>Makes a store's epoch, which nobody has had before: 16 characters.</summary>
    public static string Create() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));

    /// <summary>Makes the epoch of one group.</summary>
    /// <param name="store">The store's epoch.</param>
    /// <param name="number">The group's number, which no other group of this store has or has had.</param>
    public static string OfGroup(string store, long number) =>
        string.Create(CultureInfo.InvariantCulture, $"{store}-{number}");
}
