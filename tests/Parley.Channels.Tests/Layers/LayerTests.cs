using Parley.Testing;
using Parley.TestSupport;

namespace Parley.Channels.Tests.Layers;

/// <summary>A layer against <see cref="ChannelLayerSpecification"/>.</summary>
public abstract class LayerTests(LayerCapabilities capabilities) : ChannelLayerSpecification, IAsyncLifetime
{
    public static TheoryData<string> Sentences { get; } = new(Rules);

    protected override TimeSpan Patience => Within.Limit;

    public virtual ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Theory]
    [MemberData(nameof(Sentences))]
    public async Task The_layer_keeps_to_the_rule(string rule)
    {
        bool isAboutHistory = await CheckAsync(rule) == RuleOutcome.NotApplicable;

        // No rule is left out but those of the other half.
        Assert.False(isAboutHistory && !IsLeftOut(rule), rule);
    }

    [Fact]
    public async Task The_layer_says_what_it_can_do()
    {
        await using IChannelLayer layer = await CreateLayerAsync();
        Assert.Equal(capabilities, layer.Capabilities);
    }

    private bool IsLeftOut(string rule) => capabilities.HasFlag(LayerCapabilities.History)
        == rule.StartsWith("Without history", StringComparison.Ordinal);
}
