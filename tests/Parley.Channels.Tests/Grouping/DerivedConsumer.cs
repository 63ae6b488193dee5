namespace Parley.Channels.Tests.Grouping;

/// <summary>Handles one event more, and one otherwise.</summary>
internal sealed partial class DerivedConsumer : ChattyConsumer
{
    protected override void OnBell() => _ = SendAsync("louder bell").AsTask();

    [GroupEvent("derived")]
    private ValueTask OnDerivedAsync(string text) => SendAsync($"derived {text}");
}
