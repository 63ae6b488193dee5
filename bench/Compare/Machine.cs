using System.Runtime.InteropServices;
using Parley.Compare.Peers;

namespace Parley.Compare;

/// <summary>What was measured on, and of what.</summary>
internal sealed record Machine(string Processor, int Cores, string Kernel, string System, string Date, string Commit)
{
    public static Machine Describe(string root) => new(
        ValueIn("/proc/cpuinfo", "model name"),
        Running.Cores.Count,
        Tool.Ask("uname", "-sr") ?? RuntimeInformation.OSDescription,
        ValueIn("/etc/os-release", "PRETTY_NAME"),
        DateTime.UtcNow.ToString("yyyy-MM-dd"),
        CommitOf(root));

    private static string CommitOf(string root)
    {
        string commit = Tool.Ask("git", "-C", root, "rev-parse", "--short", "HEAD") ?? "unknown";
        return Tool.Ask("git", "-C", root, "status", "--porcelain", "--", ".", ":!bench/results") is null ? commit : commit + " with changes";
    }

    private static string ValueIn(string file, string key) => File.Exists(file)
        ? File.ReadLines(file).Where(line => line.StartsWith(key, StringComparison.Ordinal))
            .Select(static line => line[(line.IndexOfAny([':', '=']) + 1)..].Trim(' ', '"')).FirstOrDefault() ?? "unknown"
        : "unknown";
}
