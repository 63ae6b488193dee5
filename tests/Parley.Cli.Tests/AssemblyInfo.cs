// Many of these tests wait for another process most of their time.
[assembly: CollectionBehavior(MaxParallelThreads = 4)]
