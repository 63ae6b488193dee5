using System.Text.Json.Serialization;

namespace Parley.Chat;

/// <summary>A room.</summary>
/// <param name="Id">What addresses and groups call it.</param>
/// <param name="Title">What people call it.</param>
/// <param name="Rule">Who may do what there.</param>
/// <param name="Invited">
/// Who is invited: subjects of tokens, such as <c>ada</c>, or guests by their tag, such as <c>g:ab12cd34</c>.
/// </param>
internal sealed record Room(string Id, string Title, RoomRule Rule, IReadOnlyList<string> Invited)
{
    /// <summary>Who made it, as <see cref="RoomMakers"/> counts them; null if an administrator or the operator did.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Makers { get; init; }

    /// <summary>Whether somebody may know of the room, read it, and be there.</summary>
    public bool IsVisibleTo(ChatUser? user, bool isAdmin) => Rule != RoomRule.Invited || isAdmin || (user is not null && IsInvited(user));

    /// <summary>Whether somebody may write there.</summary>
    public bool IsWritableBy(ChatUser? user, bool isAdmin) =>
        isAdmin || (user is not null && Rule != RoomRule.ReadOnly && IsVisibleTo(user, isAdmin));

    // A guest's name is anybody's, so it invites nobody.
    private bool IsInvited(ChatUser user) =>
        Invited.Contains(user.Id, StringComparer.Ordinal)
        || (user.Kind == UserKind.Person && Invited.Contains(Uri.UnescapeDataString(user.Key), StringComparer.Ordinal));
}
