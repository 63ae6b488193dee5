namespace Parley.Cli.Connect;

/// <summary>Where a conversation is shown. Any thread may call it.</summary>
internal interface IView
{
    /// <summary>A message came.</summary>
    void ShowReceived(in Message message);

    /// <summary>Somebody said something in a group.</summary>
    /// <param name="from">The group, and what else is known of the publication.</param>
    /// <param name="message">What was said.</param>
    void ShowPublished(string from, in Message message);

    /// <summary>Something is worth knowing. The text may hold what peers have sent.</summary>
    void ShowNote(string text);

    /// <summary>Something went wrong. The text may hold what peers have sent.</summary>
    void ShowTrouble(string text);

    /// <summary>What can be typed.</summary>
    void ShowCommands(IEnumerable<TalkCommand> commands);
}
