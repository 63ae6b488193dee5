namespace Parley;

/// <summary>Where in its message a fragment stands.</summary>
internal enum FragmentPlace
{
    /// <summary>At the beginning, with more to come.</summary>
    First,

    /// <summary>Behind others, with more to come.</summary>
    Middle,

    /// <summary>Behind others, at the end.</summary>
    Last,
}
