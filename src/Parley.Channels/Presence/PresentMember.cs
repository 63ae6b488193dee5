namespace Parley.Channels;

/// <summary>A member of a group, with how many connections it has there.</summary>
internal sealed class PresentMember(MemberKey key, PresenceMember shown)
{
    public MemberKey Key => key;

    /// <summary>What the others see. It is the first connection's until the member has left.</summary>
    public PresenceMember Shown => shown;

    public int ConnectionCount { get; set; }
}
