namespace Parley;

/// <summary>A client waits before it connects again.</summary>
/// <param name="Failures">How many attempts in a row have failed, the connection that was lost included.</param>
/// <param name="Delay">How long it waits.</param>
/// <param name="Cause">What went wrong last.</param>
public readonly record struct ReconnectDelay(int Failures, TimeSpan Delay, Exception Cause);
