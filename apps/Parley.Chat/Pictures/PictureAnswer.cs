namespace Parley.Chat;

/// <summary>A picture that has been kept.</summary>
internal sealed record PictureAnswer(string Url, int Width, int Height);
