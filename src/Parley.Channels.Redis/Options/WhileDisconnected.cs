namespace Parley.Channels.Redis;

/// <summary>What becomes of commands while there is no connection to Redis.</summary>
public enum WhileDisconnected
{
    /// <summary>They wait for the connection, as long as a command may take.</summary>
    Wait,

    /// <summary>They fail at once.</summary>
    Fail,
}
