namespace Parley.Tests;

/// <summary>
/// Tests that count what the whole process has: its descriptors, its heap, its metrics. They run one by one, when all
/// others have ended.
/// </summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
