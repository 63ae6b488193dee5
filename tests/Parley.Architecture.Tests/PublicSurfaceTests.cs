using System.Reflection;
using Parley.TestSupport;

namespace Parley.Architecture.Tests;

/// <summary>
/// The public surface of each library stands in <c>api/*.txt</c>, so that a change to it is seen in review.
/// <c>./test.sh --update-api</c> rewrites the files.
/// </summary>
public sealed class PublicSurfaceTests
{
    [Theory]
    [InlineData("Parley.Protocol")]
    [InlineData("Parley")]
    [InlineData("Parley.Channels")]
    [InlineData("Parley.Channels.Sqlite")]
    [InlineData("Parley.Channels.Redis")]
    [InlineData("Parley.AspNetCore")]
    [InlineData("Parley.Testing")]
    public void The_public_surface_is_the_one_in_api(string assembly)
    {
        string file = Path.Combine(Repository.Root, "api", assembly + ".txt");
        string actual = PublicSurface.Describe(Assembly.Load(assembly));
        if (Environment.GetEnvironmentVariable("PARLEY_UPDATE_API") == "1")
        {
            File.WriteAllText(file, actual);
        }

        string expected = File.Exists(file) ? File.ReadAllText(file).ReplaceLineEndings("\n") : "";
        Assert.True(
            expected == actual,
            $"The public surface of {assembly} has changed. If that is meant, run ./test.sh --update-api and commit "
            + $"api/{assembly}.txt.\n{Difference(expected, actual)}");
    }

    private static string Difference(string expected, string actual)
    {
        string[] before = expected.Split('\n');
        string[] after = actual.Split('\n');
        return string.Join('\n', before.Except(after).Select(static line => "- " + line)
            .Concat(after.Except(before).Select(static line => "+ " + line)));
    }
}
