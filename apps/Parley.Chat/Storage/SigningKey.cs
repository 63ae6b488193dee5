using System.Security.Cryptography;
using System.Text;

namespace Parley.Chat;

/// <summary>The key that cookies and guests' tokens are signed with: the operator's, or one that is made once and kept.</summary>
internal static class SigningKey
{
    private const string Name = "key";
    private const int Length = 32;

    /// <summary>Finds the key, or makes one that all servers use from then on.</summary>
    /// <exception cref="StorageException">It can't be read or kept.</exception>
    public static async ValueTask<byte[]> FindAsync(ChatSettings settings, IChatStorage storage)
    {
        if (settings.SigningKey is { } own)
        {
            return SHA256.HashData(Encoding.UTF8.GetBytes(own));
        }

        while (true)
        {
            if (await storage.ReadAsync(Name, CancellationToken.None) is { } kept)
            {
                return kept.Length >= 2 * Length
                    ? Convert.FromHexString(Encoding.ASCII.GetString(kept).Trim())
                    : throw new StorageException($"The kept key has {kept.Length} letters; {2 * Length} were written.");
            }

            byte[] key = RandomNumberGenerator.GetBytes(Length);
            if (await storage.TryReplaceAsync(Name, null, Encoding.ASCII.GetBytes(Convert.ToHexStringLower(key)), CancellationToken.None))
            {
                return key;
            }
        }
    }
}
