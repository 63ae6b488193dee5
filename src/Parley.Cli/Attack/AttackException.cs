namespace Parley.Cli;

/// <summary>An attack could not be played, or not be played to its end. The message is for whoever runs it.</summary>
internal sealed class AttackException(string message, Exception? inner = null) : Exception(message, inner);
