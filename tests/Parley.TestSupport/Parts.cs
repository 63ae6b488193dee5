using System.Diagnostics;
using Xunit;

namespace Parley.TestSupport;

/// <summary>Programs from outside that some tests need. A test whose part is missing is skipped and names the package.</summary>
public static class Parts
{
    /// <summary>The system's own Python, which has the system's packages.</summary>
    public const string Python = "/usr/bin/python3";

    public static string RequireChromium() => new[] { "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome" }
        .FirstOrDefault(File.Exists) ?? Skip("Chromium", "chromium");

    /// <summary>The path of Node, 18 or newer.</summary>
    public static string RequireNode() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .SelectMany(static folder => new[] { Path.Combine(folder, "node"), Path.Combine(folder, "nodejs") })
        .FirstOrDefault(File.Exists) ?? Skip("Node", "nodejs");

    /// <summary>The path of a tool that <c>./test.sh</c> restores with npm.</summary>
    public static string RequireNpmTool(string name)
    {
        string file = Path.Combine(Repository.Root, "artifacts", "npm", "node_modules", ".bin", name);
        Assert.SkipUnless(File.Exists(file), $"{name} is not there: ./test.sh restores it where npm is installed.");
        return file;
    }

    /// <summary>The path of Bun, which <c>./test.sh</c> restores with npm on Linux.</summary>
    public static string RequireBun()
    {
        string modules = Path.Combine(Repository.Root, "artifacts", "bun", "node_modules", "@oven");
        string? file = Directory.Exists(modules)
            ? Directory.GetDirectories(modules).Select(static folder => Path.Combine(folder, "bin", "bun")).FirstOrDefault(File.Exists)
            : null;
        Assert.SkipWhen(file is null, "Bun is not there: ./test.sh restores it where npm is installed, on Linux.");
        return file!;
    }

    public static string RequireRedis() => new[] { "/usr/bin/redis-server", "/usr/local/bin/redis-server" }
        .FirstOrDefault(File.Exists) ?? Skip("The Redis server", "redis-server");

    /// <summary>The folder of a module for Node that <c>./test.sh</c> restores with npm.</summary>
    public static string RequireNpmModule(string name)
    {
        string folder = Path.Combine(Repository.Root, "artifacts", "npm", "node_modules", name);
        Assert.SkipUnless(Directory.Exists(folder), $"{name} is not there: ./test.sh restores it where npm is installed.");
        return folder;
    }

    /// <summary>Skips the test unless Python has a module.</summary>
    public static void RequirePython(string module, string package)
    {
        if (!File.Exists(Python) || !Succeeds(Python, "-c", $"import {module}"))
        {
            Skip($"Python's module {module}", package);
        }
    }

    private static bool Succeeds(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardError = true,
        })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }

    private static string Skip(string part, string package)
    {
        Assert.Skip($"{part} is not installed: apt-get install {package}");
        return "";
    }
}
