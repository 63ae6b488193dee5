namespace Parley;

/// <summary>What a group does about a member past its outbound mark, since a group never waits.</summary>
public enum SlowReaderPolicy
{
    /// <summary>Closes the member's connection with 1013, "try again later".</summary>
    Close,

    /// <summary>Leaves this message out for this member.</summary>
    DropNewest,
}
