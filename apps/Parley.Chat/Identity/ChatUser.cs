using System.Diagnostics.CodeAnalysis;

namespace Parley.Chat;

/// <summary>Somebody who chats, as the server attests it: <c>g:TAG:NAME</c> or <c>u:SUB:NAME</c>.</summary>
/// <param name="Kind">How they are known.</param>
/// <param name="Key">The guest's tag, or the token's subject, percent-encoded.</param>
/// <param name="Name">What they are called.</param>
internal sealed record ChatUser(UserKind Kind, string Key, string Name)
{
    /// <summary>Who it is, whatever they call themselves: what mutes and invitations know.</summary>
    public string Id { get; } = (Kind == UserKind.Guest ? "g:" : "u:") + Key;

    /// <summary>The user of a session.</summary>
    public string Value => $"{Id}:{Name}";

    /// <summary>Reads what <see cref="Value"/> has written.</summary>
    public static bool TryParse(string? value, [NotNullWhen(true)] out ChatUser? user)
    {
        user = null;
        string[] parts = value?.Split(':', 3) ?? [];
        if (parts is ["g" or "u", { Length: > 0 } key, { Length: > 0 } name])
        {
            user = new ChatUser(parts[0] == "g" ? UserKind.Guest : UserKind.Person, key, name);
        }

        return user is not null;
    }

    /// <summary>Who is meant by a user's whole text, or by its part before the name.</summary>
    public static string? IdOf(string? text) =>
        text?.Split(':', 3) is ["g" or "u", { Length: > 0 }, ..] parts ? $"{parts[0]}:{parts[1]}" : null;
}
