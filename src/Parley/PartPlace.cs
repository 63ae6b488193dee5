namespace Parley;

/// <summary>Where in its message a received piece stands.</summary>
public enum PartPlace
{
    /// <summary>More of the message comes.</summary>
    Inside,

    /// <summary>The message ends with it.</summary>
    Last,
}
