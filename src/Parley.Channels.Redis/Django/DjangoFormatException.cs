namespace Parley.Channels.Redis;

/// <summary>A message is not in the form that channels_redis gives to events, or larger than the limits allow.</summary>
internal sealed class DjangoFormatException(string message) : FormatException(message);
