using System.ComponentModel;
using System.Diagnostics;

namespace Parley.Compare.Peers;

/// <summary>Small programs that answer with a line.</summary>
internal static class Tool
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);

    /// <summary>Runs one.</summary>
    /// <returns>Its first line, or null if it isn't there or fails.</returns>
    public static string? Ask(string program, params string[] arguments)
    {
        try
        {
            var start = new ProcessStartInfo(program, arguments)
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            using Process process = Process.Start(start)!;
            process.ErrorDataReceived += static (_, _) => { };
            process.BeginErrorReadLine();
            string? line = process.StandardOutput.ReadLine();
            if (!process.WaitForExit(_patience))
            {
                process.Kill();
                return null;
            }

            return process.ExitCode == 0 ? line?.Trim() : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
