using System.Diagnostics;
using Parley.TestSupport;

namespace Parley.Js.Tests;

/// <summary>A program that runs to its end, such as Node or a compiler, in this project's folder.</summary>
internal sealed record Tool(int ExitCode, string Output, string Errors)
{
    // A busy machine may need long for what takes seconds on another.
    private static readonly TimeSpan _limit = TimeSpan.FromMinutes(4);

    public static string Folder { get; } = Path.Combine(Repository.Root, "tests", "Parley.Js.Tests");

    public static async Task<Tool> RunAsync(
        string program, IEnumerable<string> arguments, IEnumerable<KeyValuePair<string, string>>? environment = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Folder,
        };
        foreach ((string name, string value) in environment ?? [])
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(_limit);
        try
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(limit.Token);
            Task<string> errors = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return new Tool(process.ExitCode, await output, await errors);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }
}
