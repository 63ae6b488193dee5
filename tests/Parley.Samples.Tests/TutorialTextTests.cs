using System.Text.RegularExpressions;
using Parley.TestSupport;

namespace Parley.Samples.Tests;

/// <summary>What the tutorial's pages show is what its programs are.</summary>
public sealed partial class TutorialTextTests
{
    public static TheoryData<string> Chapters =>
        [.. Directory.GetFiles(Path.Combine(Repository.Root, "docs", "tutorial"), "*.md")
            .Select(static file => Path.GetFileName(file)).Where(static name => name != "README.md").Order()];

    [Theory]
    [MemberData(nameof(Chapters))]
    public void The_code_of_a_chapter_is_that_of_its_program(string chapter)
    {
        MatchCollection blocks = Block().Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs", "tutorial", chapter)));
        Assert.NotEmpty(blocks);
        foreach (Match block in blocks)
        {
            Assert.Equal(File.ReadAllText(Path.Combine(Repository.Root, block.Groups["file"].Value)), block.Groups["code"].Value);
        }
    }

    [Fact]
    public void No_source_file_of_a_program_is_left_out()
    {
        string text = string.Concat(Chapters.Select(
            static chapter => File.ReadAllText(Path.Combine(Repository.Root, "docs", "tutorial", chapter))));
        string[] sources =
        [
            .. Directory.GetFiles(Path.Combine(Repository.Root, "samples", "Tutorial"), "*", SearchOption.AllDirectories)
                .Where(static file => Path.GetExtension(file) is ".cs" or ".html")
                .Select(static file => Path.GetRelativePath(Repository.Root, file)),
        ];
        Assert.NotEmpty(sources);
        Assert.All(sources, source => Assert.Contains($"<!-- {source} -->", text, StringComparison.Ordinal));
    }

    [Fact]
    public void The_index_leads_to_every_chapter()
    {
        string index = File.ReadAllText(Path.Combine(Repository.Root, "docs", "tutorial", "README.md"));
        Assert.All(Chapters, chapter => Assert.Contains($"]({chapter.Data})", index, StringComparison.Ordinal));
    }

    [GeneratedRegex(
        @"<!-- (?<file>samples/\S+) -->\n```\w+\n(?<code>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Block();
}
