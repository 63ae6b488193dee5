namespace Parley;

/// <summary>What a loop is at, seen from another thread: two that are equal are the same turn.</summary>
/// <param name="Number">Rises with every piece of work and every call of a handler.</param>
/// <param name="IsBusy">Whether the loop runs something at all.</param>
/// <param name="Handler">The handler that is being called, if one is.</param>
internal readonly record struct LoopTurn(uint Number, bool IsBusy, object? Handler);
