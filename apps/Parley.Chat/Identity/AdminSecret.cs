using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Parley.Chat;

/// <summary>What administrators know: the operator's own secret, or one made of the chat's key.</summary>
internal sealed class AdminSecret
{
    private const int MadeLength = 24;

    private readonly byte[] _hash;

    public AdminSecret(ChatSettings settings, TokenSigner signer)
    {
        IsMade = settings.AdminSecret is null;
        Value = settings.AdminSecret ?? Base64Url.EncodeToString(signer.Derive("administrators"))[..MadeLength];
        _hash = SHA256.HashData(Encoding.UTF8.GetBytes(Value));
        Mark = Convert.ToHexStringLower(_hash.AsSpan(0, 8));
    }

    /// <summary>The secret.</summary>
    public string Value { get; }

    /// <summary>Whether nobody has set one.</summary>
    public bool IsMade { get; }

    /// <summary>Tells one secret from another without giving it away.</summary>
    public string Mark { get; }

    /// <summary>Whether somebody knows it. Takes as long whatever they say.</summary>
    public bool Is(string? guess) => CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(guess ?? "")), _hash);
}
