namespace Parley.Chat;

/// <summary>A kind of picture that every browser shows.</summary>
/// <param name="MediaType">What HTTP calls it.</param>
/// <param name="Extension">What files end with.</param>
internal sealed record PictureType(string MediaType, string Extension)
{
    public static PictureType Png { get; } = new("image/png", "png");

    public static PictureType Jpeg { get; } = new("image/jpeg", "jpg");

    public static PictureType Gif { get; } = new("image/gif", "gif");

    public static PictureType WebP { get; } = new("image/webp", "webp");

    private static PictureType[] All { get; } = [Png, Jpeg, Gif, WebP];

    /// <summary>The type of files whose names end so, with the dot; null if it is none of ours.</summary>
    public static PictureType? OfExtension(ReadOnlySpan<char> ending)
    {
        foreach (PictureType type in All)
        {
            if (ending is ['.', .. var extension] && extension.SequenceEqual(type.Extension))
            {
                return type;
            }
        }

        return null;
    }

    /// <summary>The type that HTTP calls so; null if it is none of ours.</summary>
    public static PictureType? OfMediaType(string? mediaType) =>
        Array.Find(All, type => string.Equals(type.MediaType, mediaType, StringComparison.OrdinalIgnoreCase));
}
