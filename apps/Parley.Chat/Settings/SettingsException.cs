namespace Parley.Chat;

/// <summary>A setting can't be; the message says which, what came, and what is expected.</summary>
internal sealed class SettingsException(string message) : Exception(message);
