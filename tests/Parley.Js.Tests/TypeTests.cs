using Parley.TestSupport;

namespace Parley.Js.Tests;

/// <summary>The module's types, against a program that uses all of them.</summary>
public sealed class TypeTests
{
    [Fact]
    public async Task A_program_that_uses_everything_compiles()
    {
        Tool tsc = await Tool.RunAsync(Parts.RequireNpmTool("tsc"), ["--project", "types"]);
        Assert.True(tsc.ExitCode == 0, tsc.Output + tsc.Errors);
    }
}
