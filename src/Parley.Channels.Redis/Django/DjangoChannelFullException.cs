namespace Parley.Channels.Redis;

/// <summary>As many messages wait for a channel as may: Django's <c>ChannelFull</c>. The message was not sent.</summary>
/// <param name="message">The sentence.</param>
public sealed class DjangoChannelFullException(string message) : IOException(message);
