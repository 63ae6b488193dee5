namespace Parley.Soak;

/// <summary>The soak can't go on; the message says why.</summary>
internal sealed class SoakException(string message) : Exception(message);
