namespace Parley.Chat;

/// <summary>One of the settings, as the help, the command line, the environment and the file know it.</summary>
/// <param name="Name">Its name in the file. The environment has <c>PARLEY_</c> before it, in capitals, and <c>_</c> between words.</param>
/// <param name="Value">What is expected, in a word; empty if the flag stands alone.</param>
/// <param name="Default">What holds unless it is set, for people.</param>
/// <param name="Text">What it is for.</param>
internal sealed record Setting(string Name, string Value, string Default, string Text)
{
    /// <summary>Whether it may be given more than once.</summary>
    public bool IsList { get; init; }

    /// <summary>The flag, such as <c>--admin-secret</c>.</summary>
    public string Flag { get; init; } = "--" + Words(Name, '-').ToLowerInvariant();

    /// <summary>The environment's variable, such as <c>PARLEY_ADMIN_SECRET</c>.</summary>
    public string Variable => "PARLEY_" + Words(Name, '_').ToUpperInvariant();

    private static string Words(string name, char between) => string.Concat(name.Select(
        (letter, place) => place > 0 && char.IsUpper(letter) ? $"{between}{letter}" : $"{letter}"));
}
