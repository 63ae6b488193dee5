using Parley.TestSupport;

namespace Parley.Samples.Tests;

/// <summary>The samples, started as programs.</summary>
internal static class Sample
{
    public static string Folder(string name) => Path.Combine(Repository.Root, "samples", name);

    /// <summary>Starts a sample in its own folder, as <c>dotnet run</c> does.</summary>
    public static ChildProcess Start(string name, params string[] arguments) =>
        ChildProcess.StartOwn(name, arguments, Folder(name));

    /// <summary>Starts one of the Python programs beside these tests.</summary>
    public static ChildProcess StartPython(string script, params string[] arguments) => ChildProcess.Start(
        Parts.Python,
        ["-u", Path.Combine(Repository.Root, "tests", "Parley.Samples.Tests", "python", script), .. arguments]);
}
