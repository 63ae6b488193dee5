using Parley.TestSupport;

namespace Parley.Cli.Tests;

public sealed class PublishTests
{
    [Fact]
    public async Task Publishing_leaves_an_executable_of_the_commands_name()
    {
        string configuration = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        string output = Directory.CreateTempSubdirectory("parley-publish-").FullName;
        try
        {
            // Of what was built for the tests: to build it again would take half a minute, and tell nothing more.
            await using (ChildProcess publish = ChildProcess.Start(
                "dotnet",
                ["publish", "src/Parley.Cli", "--no-build", "-c", configuration, "-o", output],
                Repository.Root))
            {
                Assert.True(await publish.WaitForExitAsync(TimeSpan.FromMinutes(5)) == 0, publish.Output);
            }

            await using ChildProcess parley = ChildProcess.Start(Path.Combine(output, "parley"), ["room", "--port", "0"]);
            Assert.StartsWith("ws://127.0.0.1:", await parley.WaitForAsync("listening on "), StringComparison.Ordinal);
            parley.SendTerminate();
            Assert.Equal(0, await parley.WaitForExitAsync());
        }
        finally
        {
            Directory.Delete(output, recursive: true);
        }
    }
}
