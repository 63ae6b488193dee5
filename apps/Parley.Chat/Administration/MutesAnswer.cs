namespace Parley.Chat;

/// <summary>Everybody who is muted.</summary>
internal sealed record MutesAnswer(IReadOnlyList<MuteAnswer> Mutes)
{
    public static MutesAnswer Of(ChatState state, DateTimeOffset now) =>
        new([.. state.Mutes.Where(mute => mute.Until > now).Select(MuteAnswer.Of)]);
}
