using Parley.Channels;

namespace Parley.Testing;

/// <summary>A rule for channel layers.</summary>
/// <param name="Sentence">What it says.</param>
/// <param name="Check">Throws if it does not hold.</param>
/// <param name="Needs">What a layer must be able to for the rule to mean anything.</param>
/// <param name="Excludes">What a layer must not be able to.</param>
internal sealed record LayerRule(
    string Sentence,
    Func<LayerStage, Task> Check,
    LayerCapabilities Needs = LayerCapabilities.None,
    LayerCapabilities Excludes = LayerCapabilities.None);
