using System.Diagnostics.CodeAnalysis;

namespace Parley.Channels;

/// <summary>
/// The name under which one connection is reached from any node. It keeps to the same rule as a
/// <see cref="GroupName"/>: 1 to 100 bytes of UTF-8, no control characters, no <c>{</c> or <c>}</c>.
/// </summary>
public readonly record struct ChannelName
{
    /// <summary>The rule in a sentence, for whoever broke it.</summary>
    public const string Rule =
        "A channel's name is 1 to 100 bytes of UTF-8 without control characters and without { or }.";

    private readonly string? _value;

    /// <summary>Takes a name that <see cref="IChannelLayer.NewChannel"/> gave somewhere.</summary>
    /// <param name="value">The name.</param>
    /// <exception cref="ArgumentException">The name breaks the rule.</exception>
    public ChannelName(string value)
    {
        if (!NameRule.IsKeptBy(value))
        {
            throw new ArgumentException($"{Rule} '{value}' is not.", nameof(value));
        }

        _value = value;
    }

    /// <summary>The name.</summary>
    public string Value => _value ?? throw new InvalidOperationException("This channel has no name.");

    /// <summary>Takes a name if it keeps to the rule.</summary>
    /// <param name="value">The name.</param>
    /// <param name="channel">The channel.</param>
    public static bool TryCreate([NotNullWhen(true)] string? value, out ChannelName channel)
    {
        bool isValid = value is not null && NameRule.IsKeptBy(value);
        channel = isValid ? new ChannelName(value!) : default;
        return isValid;
    }

    /// <inheritdoc/>
    public override string ToString() => _value ?? "";
}
