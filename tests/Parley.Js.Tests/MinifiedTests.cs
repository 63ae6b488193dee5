using System.Text;
using Parley.TestSupport;

namespace Parley.Js.Tests;

/// <summary>The minified module, which is what pages load.</summary>
public sealed class MinifiedTests
{
    private const int MaxBytes = 6000;

    private const string Remedy = "./test.sh --update-js makes it anew.";

    [Fact]
    public async Task It_is_what_esbuild_makes_of_the_module()
    {
        Tool esbuild = await Tool.RunAsync(
            Parts.RequireNpmTool("esbuild"), [Module.PathOf(Module.Name), "--minify", "--format=esm", "--target=es2022"]);
        Assert.True(esbuild.ExitCode == 0, esbuild.Errors);
        string minified = Module.Banner + esbuild.Output;
        if (Environment.GetEnvironmentVariable("PARLEY_UPDATE_JS") == "1")
        {
            await File.WriteAllTextAsync(Module.PathOf(Module.MinifiedName), minified);
        }

        Assert.True(minified == await File.ReadAllTextAsync(Module.PathOf(Module.MinifiedName)), $"It is another. {Remedy}");
    }

    [Fact]
    public async Task It_was_made_of_the_module_as_it_is_now()
    {
        string minified = await File.ReadAllTextAsync(Module.PathOf(Module.MinifiedName));
        Assert.True(minified.StartsWith(Module.Banner, StringComparison.Ordinal), $"It was made of another. {Remedy}");
    }

    [Fact]
    public async Task It_is_smaller_than_6_kB()
    {
        string minified = await File.ReadAllTextAsync(Module.PathOf(Module.MinifiedName));
        Assert.InRange(Encoding.UTF8.GetByteCount(minified), 1, MaxBytes - 1);
    }

    [Theory]
    [InlineData(Module.Name)]
    [InlineData(Module.MinifiedName)]
    public async Task It_depends_on_nothing(string file) => Assert.DoesNotMatch(
        @"(^|;)\s*import\b|\brequire\(", await File.ReadAllTextAsync(Module.PathOf(file)));
}
