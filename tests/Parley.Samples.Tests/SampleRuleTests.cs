using Parley.TestSupport;

namespace Parley.Samples.Tests;

/// <summary>What every sample of the tutorials' systems keeps to.</summary>
public sealed class SampleRuleTests
{
    private const int MaxLines = 150;

    // A tour through an app, and the tutorial's own programs.
    private static readonly string[] _others = ["AspNetCoreApp", "Tutorial"];

    public static TheoryData<string> Samples =>
    [
        .. Directory.GetDirectories(Path.Combine(Repository.Root, "samples"))
            .Select(static folder => Path.GetFileName(folder)).Except(_others).Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Samples))]
    public void It_has_less_than_150_lines(string sample)
    {
        string[] sources = Directory.GetFiles(Sample.Folder(sample), "*.cs", SearchOption.AllDirectories);
        Assert.InRange(sources.Sum(static file => File.ReadLines(file).Count()), 1, MaxLines - 1);
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void It_says_in_two_languages_how_to_run_it(string sample)
    {
        string[] halves = File.ReadAllText(Path.Combine(Sample.Folder(sample), "README.md")).Split("\n## 中文\n");
        Assert.Equal(2, halves.Length);
        Assert.All(halves, half => Assert.Contains($"dotnet run --project samples/{sample}\n", half, StringComparison.Ordinal));
        Assert.Contains("For learning only", halves[0], StringComparison.Ordinal);
        Assert.Contains("仅供学习", halves[1], StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void The_tutorial_s_index_leads_to_it_and_the_solution_builds_it(string sample)
    {
        Assert.Contains($"[{sample}](", File.ReadAllText(Path.Combine(Repository.Root, "docs", "tutorial", "README.md")), StringComparison.Ordinal);
        Assert.Contains($"samples/{sample}/{sample}.csproj", File.ReadAllText(Path.Combine(Repository.Root, "Parley.slnx")), StringComparison.Ordinal);
    }
}
