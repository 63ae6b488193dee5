namespace Parley.Testing;

/// <summary>A rule of a specification does not hold.</summary>
/// <param name="message">The rule, what was expected, and what came.</param>
/// <param name="innerException">What lies behind it.</param>
public sealed class SpecificationException(string message, Exception? innerException = null)
    : Exception(message, innerException);
