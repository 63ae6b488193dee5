using System.Buffers;
using System.Security.Cryptography;

namespace Parley.Chat;

/// <summary>What pictures are called: a hash of their bytes, and their type.</summary>
internal static class PictureName
{
    public const string Prefix = "/pictures/";

    private const int HashLength = 32;

    private static readonly SearchValues<char> _digits = SearchValues.Create("0123456789abcdef");

    public static string Of(byte[] content, PictureType type) =>
        Convert.ToHexStringLower(SHA256.HashData(content))[..HashLength] + "." + type.Extension;

    /// <summary>Whether it is the name of a picture of ours.</summary>
    public static bool IsName(ReadOnlySpan<char> name) =>
        name.Length > HashLength
        && !name[..HashLength].ContainsAnyExcept(_digits)
        && PictureType.OfExtension(name[HashLength..]) is not null;

    public static bool IsUrl(string? url) =>
        url is not null && url.StartsWith(Prefix, StringComparison.Ordinal) && IsName(url.AsSpan(Prefix.Length));
}
