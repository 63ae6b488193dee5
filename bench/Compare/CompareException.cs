namespace Parley.Compare;

/// <summary>Something that the one who compares should know, said in a sentence.</summary>
internal sealed class CompareException(string message) : Exception(message);
