using Parley.TestSupport;

namespace Parley.Architecture.Tests;

/// <summary>The repository's own source files.</summary>
internal static class SourceFiles
{
    public static IEnumerable<string> In(params string[] folders) => folders
        .Select(static folder => Path.Combine(Repository.Root, folder))
        .Where(Directory.Exists)
        .SelectMany(static folder => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories))
        .Where(static file => !file.Contains("/obj/", StringComparison.Ordinal));
}
