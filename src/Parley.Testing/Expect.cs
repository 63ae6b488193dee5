using System.Runtime.CompilerServices;

namespace Parley.Testing;

/// <summary>Compares what came with what was expected.</summary>
internal static class Expect
{
    public static void Equal<T>(T expected, T actual, [CallerArgumentExpression(nameof(actual))] string what = "")
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual))
        {
            throw new SpecificationException($"{what} should be {expected}, but is {actual}.");
        }
    }

    public static void Sequence<T>(
        IEnumerable<T> expected, IEnumerable<T> actual, [CallerArgumentExpression(nameof(actual))] string what = "")
    {
        T[] wanted = [.. expected];
        T[] came = [.. actual];
        if (!wanted.SequenceEqual(came))
        {
            throw new SpecificationException(
                $"{what} should be [{string.Join(", ", wanted)}], but is [{string.Join(", ", came)}].");
        }
    }

    public static void True(bool condition, [CallerArgumentExpression(nameof(condition))] string what = "")
    {
        if (!condition)
        {
            throw new SpecificationException($"This should be true: {what}");
        }
    }
}
