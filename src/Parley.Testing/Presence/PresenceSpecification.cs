using Parley.Channels;

namespace Parley.Testing;

/// <summary>
/// What holds for every presence, on one node or on many, as named rules. It needs no test framework: let a
/// parameterised test have <see cref="Rules"/> for its cases and call <see cref="CheckAsync(string)"/> for each. Each
/// check has nodes of its own; groups of earlier checks may still be there.
/// </summary>
public abstract class PresenceSpecification
{
    private static readonly PresenceRule[] _rules = [.. MemberRules.All, .. PresenceChangeRules.All, .. NodeRules.All];

    /// <summary>The rules, each a sentence.</summary>
    public static IReadOnlyList<string> Rules { get; } = [.. _rules.Select(static rule => rule.Sentence)];

    /// <summary>What can be done to the nodes. Rules that need more are left out.</summary>
    protected virtual PresencePowers Powers => PresencePowers.None;

    /// <summary>How long a check waits for something before it fails. 30 s unless overridden.</summary>
    protected virtual TimeSpan Patience => TimeSpan.FromSeconds(30);

    /// <summary>Makes nodes that share their groups, not started. The check starts and disposes them.</summary>
    /// <param name="count">How many; more than one only with <see cref="PresencePowers.Nodes"/>.</param>
    protected abstract ValueTask<IReadOnlyList<IPresence>> CreateNodesAsync(int count);

    /// <summary>Lets a node die without a word, and waits until its lease has run out.</summary>
    /// <param name="node">The node.</param>
    protected internal virtual ValueTask KillAsync(IPresence node) => throw NotOverridden(nameof(KillAsync));

    /// <summary>Cuts a node off from the others, and waits until its lease has run out and they know.</summary>
    /// <param name="node">The node.</param>
    protected internal virtual ValueTask FallSilentAsync(IPresence node) => throw NotOverridden(nameof(FallSilentAsync));

    /// <summary>Lets a silent node reach the others again, and waits for no longer than a lease.</summary>
    /// <param name="node">The node.</param>
    protected internal virtual ValueTask ComeBackAsync(IPresence node) => throw NotOverridden(nameof(ComeBackAsync));

    /// <summary>Checks one rule.</summary>
    /// <param name="rule">One of <see cref="Rules"/>.</param>
    /// <exception cref="ArgumentException">There is no such rule.</exception>
    /// <exception cref="SpecificationException">The rule does not hold.</exception>
    public async Task<RuleOutcome> CheckAsync(string rule)
    {
        PresenceRule found = _rules.FirstOrDefault(known => known.Sentence == rule)
            ?? throw new ArgumentException($"There is no rule '{rule}'.", nameof(rule));
        PresencePowers needs = found.Needs | (found.Nodes > 1 ? PresencePowers.Nodes : PresencePowers.None);
        if ((Powers & needs) != needs)
        {
            return RuleOutcome.NotApplicable;
        }

        IReadOnlyList<IPresence> nodes = await CreateNodesAsync(found.Nodes).ConfigureAwait(false);
        var stage = new PresenceStage(nodes, this, Patience);
        try
        {
            await CheckAsync(found, stage).ConfigureAwait(false);
        }
        finally
        {
            foreach (IPresence node in stage.Living)
            {
                await node.DisposeAsync().ConfigureAwait(false);
            }
        }

        return RuleOutcome.Held;
    }

    private static async Task CheckAsync(PresenceRule rule, PresenceStage stage)
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

    private static NotSupportedException NotOverridden(string name) =>
        new($"{nameof(Powers)} promises what {name} does not do: override it.");
}
