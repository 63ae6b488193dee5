namespace Parley.Channels;

/// <summary>A group whose changes are told: at once, or together with others after a while.</summary>
/// <param name="name">The group.</param>
/// <param name="teller">Who tells.</param>
internal class ToldGroup(GroupName name, PresenceTeller teller)
{
    public GroupName Name => name;

    /// <summary>Guards everything of the group. What is told is told under it.</summary>
    public Lock Lock { get; } = new();

    public GroupMembers Presence { get; } = teller.NewGroup();

    /// <summary>Whether the group is to be told later. The teller's.</summary>
    public bool IsWaiting { get; set; }

    /// <summary>Whether it has been given up: look it up again.</summary>
    public bool IsRetired { get; private set; }

    /// <summary>Gives the group up. Under the lock, when nobody is there any more.</summary>
    public void Retire()
    {
        IsRetired = true;
        teller.OnRetired(Presence.Version);
    }

    /// <summary>Something has changed. Under the lock.</summary>
    public void OnChanged()
    {
        if (Presence.IsUntold)
        {
            teller.OnChanged(this);
        }
    }

    /// <summary>Tells what has not been told. Under the lock.</summary>
    public void Tell()
    {
        if (!IsRetired && Presence.Tell() is { } change)
        {
            teller.Handler.OnPresence(name, change);
        }
    }
}
