using System.Security.Cryptography;

namespace Parley.Fuzz;

/// <summary>Inputs that once failed, in files that are named after their target. They are tried by every test run.</summary>
public static class Corpus
{
    /// <summary>The folder of past failures, found from wherever the program runs.</summary>
    public static string Failures { get; } = Find();

    public static IEnumerable<(FuzzTarget Target, byte[] Input, string Name)> PastFailures =>
        from file in Directory.EnumerateFiles(Failures, "*.bin")
        from target in FuzzTarget.All
        where Path.GetFileName(file).StartsWith(FileNameOf(target), StringComparison.Ordinal)
        select (target, File.ReadAllBytes(file), Path.GetFileName(file));

    /// <summary>Keeps an input, and returns its file.</summary>
    public static string Keep(FuzzTarget target, byte[] input)
    {
        string hash = Convert.ToHexStringLower(SHA256.HashData(input))[..12];
        string file = Path.Combine(Failures, $"{FileNameOf(target)}-{hash}.bin");
        File.WriteAllBytes(file, input);
        return file;
    }

    private static string FileNameOf(FuzzTarget target) => target.Name.Replace(' ', '-');

    private static string Find()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Parley.slnx")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return Path.Combine(folder ?? "", "tests", "Fuzz", "corpus", "failures");
    }
}
