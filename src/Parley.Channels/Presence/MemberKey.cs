namespace Parley.Channels;

/// <summary>Who a member is: a user, or, where there is none, a connection.</summary>
internal readonly record struct MemberKey(string Name, MemberKeyKind Kind)
{
    public static MemberKey Of(PresenceMember member) => member.User is { } user
        ? new MemberKey(user, MemberKeyKind.User)
        : new MemberKey(member.Client, MemberKeyKind.Client);
}
