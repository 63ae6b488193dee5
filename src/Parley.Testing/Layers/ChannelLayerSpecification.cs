using Parley.Channels;

namespace Parley.Testing;

/// <summary>
/// What holds for every channel layer, wherever its groups live, as named rules. It needs no test framework: let a
/// parameterised test have <see cref="Rules"/> for its cases and call <see cref="CheckAsync(string)"/> for each. Each check has a
/// layer of its own; groups of earlier checks may still be there.
/// </summary>
public abstract class ChannelLayerSpecification
{
    private static readonly LayerRule[] _rules =
    [
        .. SubscriptionRules.All, .. PublishingRules.All, .. ChannelRules.All, .. HistoryRules.All, .. ResendRules.All,
    ];

    /// <summary>The rules, each a sentence.</summary>
    public static IReadOnlyList<string> Rules { get; } = [.. _rules.Select(static rule => rule.Sentence)];

    /// <summary>How long a check waits for something before it fails. 30 s unless overridden.</summary>
    protected virtual TimeSpan Patience => TimeSpan.FromSeconds(30);

    /// <summary>
    /// What some of the groups' names begin with. It is not ASCII unless overridden, for layers that take fewer names.
    /// </summary>
    protected virtual string GroupPrefix => "大厅";

    /// <summary>Makes a layer that has not been started. The check starts and disposes it.</summary>
    protected abstract ValueTask<IChannelLayer> CreateLayerAsync();

    /// <summary>Checks one rule.</summary>
    /// <param name="rule">One of <see cref="Rules"/>.</param>
    /// <exception cref="ArgumentException">There is no such rule.</exception>
    /// <exception cref="SpecificationException">The rule does not hold.</exception>
    public async Task<RuleOutcome> CheckAsync(string rule)
    {
        LayerRule found = _rules.FirstOrDefault(known => known.Sentence == rule)
            ?? throw new ArgumentException($"There is no rule '{rule}'.", nameof(rule));
        IChannelLayer layer = await CreateLayerAsync().ConfigureAwait(false);
        await using (layer.ConfigureAwait(false))
        {
            if ((layer.Capabilities & found.Needs) != found.Needs || (layer.Capabilities & found.Excludes) != LayerCapabilities.None)
            {
                return RuleOutcome.NotApplicable;
            }

            await CheckAsync(found, new LayerStage(layer, GroupPrefix, Patience)).ConfigureAwait(false);
        }

        return RuleOutcome.Held;
    }

    private static async Task CheckAsync(LayerRule rule, LayerStage stage)
    {
        try
        {
            await stage.StartAsync().ConfigureAwait(false);
            await rule.Check(stage).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            throw new SpecificationException($"{rule.Sentence}: {exception.Message}", exception);
        }
    }
}
