using System.Diagnostics.CodeAnalysis;

namespace Parley.Channels;

/// <summary>
/// A group's name: 1 to 100 bytes of UTF-8, no control characters, and no <c>{</c> or <c>}</c>, which would split a
/// key of Redis Cluster. Case matters.
/// </summary>
public readonly record struct GroupName
{
    /// <summary>The rule in a sentence, for whoever broke it.</summary>
    public const string Rule =
        "A group's name is 1 to 100 bytes of UTF-8 without control characters and without { or }.";

    private readonly string? _value;

    /// <summary>Names a group.</summary>
    /// <param name="value">The name.</param>
    /// <exception cref="ArgumentException">The name breaks the rule.</exception>
    public GroupName(string value)
    {
        if (!NameRule.IsKeptBy(value))
        {
            throw new ArgumentException($"{Rule} '{value}' is not.", nameof(value));
        }

        _value = value;
    }

    /// <summary>The name.</summary>
    public string Value => _value ?? throw new InvalidOperationException("This group has no name.");

    /// <summary>Names a group if the name keeps to the rule.</summary>
    /// <param name="value">The name.</param>
    /// <param name="group">The group.</param>
    public static bool TryCreate([NotNullWhen(true)] string? value, out GroupName group)
    {
        bool isValid = value is not null && NameRule.IsKeptBy(value);
        group = isValid ? new GroupName(value!) : default;
        return isValid;
    }

    /// <inheritdoc/>
    public override string ToString() => _value ?? "";
}
