namespace Parley.Channels.Redis;

/// <summary>A publication's place among those of its node and group, which Redis keeps to.</summary>
/// <param name="Number">Its number: they rise.</param>
/// <param name="Before">The number of the one before it, if that one's answer is still to come: it must be carried out first.</param>
/// <param name="IsAgain">Whether it has been sent before.</param>
internal readonly record struct PublishTurn(long Number, long? Before, bool IsAgain);
