namespace Parley.Fuzz;

/// <summary>An input did what no input may do.</summary>
public sealed class FuzzException(string message, Exception? innerException = null) : Exception(message, innerException);
