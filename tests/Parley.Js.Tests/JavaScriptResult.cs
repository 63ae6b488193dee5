namespace Parley.Js.Tests;

/// <summary>What became of a test in JavaScript: a line of its reporter.</summary>
internal sealed record JavaScriptResult(string Name, bool IsPassed, string? Error);
