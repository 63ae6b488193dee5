namespace Parley.Channels.Redis;

/// <summary>What is sent right before a command, with nothing between.</summary>
internal enum CommandPrefix
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>ASKING: the slot is on its way to this node, and the command is for it all the same.</summary>
    Asking,
}
