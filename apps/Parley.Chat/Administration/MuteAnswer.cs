namespace Parley.Chat;

/// <summary>Somebody who is muted.</summary>
internal sealed record MuteAnswer(string User, string Name, DateTimeOffset Until)
{
    public static MuteAnswer Of(Mute mute) => new(mute.Name.Length > 0 ? $"{mute.User}:{mute.Name}" : mute.User, mute.Name, mute.Until);
}
