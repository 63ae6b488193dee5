using Parley.Testing;
using Parley.TestSupport;

namespace Parley.Channels.Redis.Tests;

/// <summary>A layer against <see cref="ChannelLayerSpecification"/>.</summary>
public abstract class LayerTests(LayerCapabilities capabilities) : ChannelLayerSpecification
{
    public static TheoryData<string> Sentences { get; } = new(Rules);

    protected override TimeSpan Patience => Within.Limit;

    [Theory]
    [MemberData(nameof(Sentences))]
    public async Task The_layer_keeps_to_the_rule(string rule)
    {
        bool isLeftOut = await CheckAsync(rule) == RuleOutcome.NotApplicable;

        Assert.False(isLeftOut && !MayBeLeftOut(rule), rule);
    }

    [Fact]
    public async Task The_layer_says_what_it_can_do()
    {
        await using IChannelLayer layer = await CreateLayerAsync();
        Assert.Equal(capabilities, layer.Capabilities);
    }

    /// <summary>Whether a rule is about what the layer can't do.</summary>
    private protected virtual bool MayBeLeftOut(string rule) => rule.StartsWith("Without history", StringComparison.Ordinal);
}
