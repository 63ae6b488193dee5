namespace Parley.Js.Tests;

/// <summary>The tests in JavaScript, of the module as it was written and as it is served.</summary>
public sealed class JavaScriptTests
{
    public static TheoryData<string, string> Tests => new(
        from file in new[] { Module.Name, Module.MinifiedName }
        from test in JavaScriptRun.Names
        select (file, test));

    [Theory]
    [MemberData(nameof(Tests))]
    public async Task In_Node(string file, string test)
    {
        IReadOnlyDictionary<string, JavaScriptResult> results = await JavaScriptRun.OfAsync(file);
        Assert.True(results.TryGetValue(test, out JavaScriptResult? result), "Node did not run it.");
        Assert.True(result.IsPassed, $"{test}: {result.Error}");
    }

    [Fact]
    public async Task Every_test_in_JavaScript_is_a_row_here() =>
        Assert.Equal(JavaScriptRun.Names.Order(), (await JavaScriptRun.OfAsync(Module.Name)).Keys.Order());
}
