// Waiting for pages, servers and timers is most of what these tests do: three at once take two cores well.
[assembly: CollectionBehavior(MaxParallelThreads = 3)]

namespace Parley.Chat.Tests;

/// <summary>Tests of the page that talk in rooms of their own on one server, one after the other.</summary>
[CollectionDefinition]
public sealed class OnOneChat : ICollectionFixture<SharedChat>;
