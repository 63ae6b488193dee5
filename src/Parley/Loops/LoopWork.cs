namespace Parley;

/// <summary>Something for a loop to do: a static callback and up to two objects it works on, so that nothing is allocated.</summary>
/// <param name="Callback">What to do. Use a static lambda.</param>
/// <param name="Target">The callback's first argument.</param>
/// <param name="Argument">The callback's second argument.</param>
public readonly record struct LoopWork(Action<object?, object?> Callback, object? Target = null, object? Argument = null)
{
    /// <summary>Does it.</summary>
    public void Run() => Callback(Target, Argument);
}
