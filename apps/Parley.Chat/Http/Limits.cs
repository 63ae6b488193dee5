namespace Parley.Chat;

/// <summary>How much may be said at once.</summary>
internal sealed record Limits(int Text, int Picture, int Pictures, int Name, int Room)
{
    public static Limits Of(ChatSettings settings) => new(
        settings.TextLength, settings.PictureSize, settings.PicturesPerMessage, GuestNames.MaxLength, RoomNames.MaxTitle);
}
