namespace Parley.Chat;

/// <summary>By what pages know why a session may not do something, to say it in their readers' language.</summary>
internal static class RefusalCode
{
    /// <summary>There is no such room, or not for this user.</summary>
    public const string NoRoom = "no_room";

    /// <summary>Only administrators write there.</summary>
    public const string ReadOnly = "read_only";

    /// <summary>They may not write until <c>retry_after</c> is over.</summary>
    public const string Muted = "muted";

    /// <summary>The text has more characters than it may.</summary>
    public const string TooLong = "too_long";

    /// <summary>There are more pictures than there may be.</summary>
    public const string TooManyPictures = "too_many_pictures";

    /// <summary>A picture that is none of this chat's.</summary>
    public const string UnknownPicture = "unknown_picture";
}
