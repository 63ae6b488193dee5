using Parley.Testing;
using Parley.TestSupport;

namespace Parley.Channels.Tests.Presences;

/// <summary>A presence against <see cref="PresenceSpecification"/>.</summary>
public abstract class PresenceTests : PresenceSpecification
{
    public static TheoryData<string> Sentences { get; } = new(Rules);

    protected override TimeSpan Patience => Within.Limit;

    [Theory]
    [MemberData(nameof(Sentences))]
    public async Task The_presence_keeps_to_the_rule(string rule)
    {
        bool isLeftOut = await CheckAsync(rule) == RuleOutcome.NotApplicable;

        // Rules about nodes are left out where there is one node, and no others.
        Assert.True(!isLeftOut || (Powers == PresencePowers.None && rule.Contains("node", StringComparison.Ordinal)), rule);
    }
}
