namespace Parley.ChatBench;

/// <summary>The run can't go on.</summary>
internal sealed class BenchException(string message) : Exception(message);
