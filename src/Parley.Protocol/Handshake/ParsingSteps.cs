using System.Diagnostics;

namespace Parley.Protocol;

/// <summary>
/// Counts, in debug builds only, how many characters parsing a handshake looks at, so that tests can show that it is no
/// more than the characters there are.
/// </summary>
internal static class ParsingSteps
{
    [ThreadStatic]
    private static long _count;

    /// <summary>How many steps the calling thread has made.</summary>
    public static long Count => _count;

    [Conditional("DEBUG")]
    public static void Add(int steps) => _count += steps;
}
