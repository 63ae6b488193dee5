using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.RegularExpressions;
using Parley.TestSupport;

namespace Parley.Js.Tests;

/// <summary>The tests in <c>js</c>, run by Node once for each file of the module.</summary>
internal static partial class JavaScriptRun
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<IReadOnlyDictionary<string, JavaScriptResult>>>> _runs = new();

    /// <summary>The names of all tests, as they stand in the files.</summary>
    public static IEnumerable<string> Names => Directory
        .EnumerateFiles(Path.Combine(Tool.Folder, "js"), "*.test.js")
        .Order(StringComparer.Ordinal)
        .SelectMany(static file => TestName().Matches(File.ReadAllText(file)))
        .Select(static match => match.Groups["name"].Value);

    /// <summary>What became of each test.</summary>
    public static Task<IReadOnlyDictionary<string, JavaScriptResult>> OfAsync(string file) => _runs
        .GetOrAdd(file, static file => new Lazy<Task<IReadOnlyDictionary<string, JavaScriptResult>>>(() => RunAsync(file))).Value;

    private static async Task<IReadOnlyDictionary<string, JavaScriptResult>> RunAsync(string file)
    {
        Tool run = await Tool.RunAsync(
            Parts.RequireNode(),
            ["--test-reporter=./js/reporter.js", "js/all.js"],
            [new("PARLEY_JS", new Uri(Module.PathOf(file)).AbsoluteUri)]);
        var results = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(static line => JsonSerializer.Deserialize<JavaScriptResult>(line, JsonSerializerOptions.Web)!)
            .ToDictionary(static result => result.Name, StringComparer.Ordinal);
        Assert.True(results.Count > 0, $"Node ended with {run.ExitCode}:\n{run.Output}{run.Errors}");
        return results;
    }

    [GeneratedRegex("""^test\("(?<name>[^"]+)",""", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex TestName();
}
