using System.Text;
using Parley.TestSupport;

namespace Parley.Channels.Redis.Tests;

/// <summary>Asks Python what it makes of bytes; see <c>python/formats.py</c>.</summary>
internal static class PythonFormats
{
    public static void Require()
    {
        Parts.RequirePython("msgpack", "python3-msgpack");
        Parts.RequirePython("channels_redis.core", "python3-channels-redis");
    }

    /// <summary>Its answer to each question: a word, and bytes.</summary>
    public static async Task<string[]> AskAsync(IEnumerable<(string Word, byte[] Bytes)> questions)
    {
        Require();
        string file = Path.GetTempFileName();
        try
        {
            await File.WriteAllLinesAsync(
                file, questions.Select(static question => $"{question.Word} {Convert.ToHexStringLower(question.Bytes)}"));
            await using var python = ChildProcess.Start(
                Parts.Python, [Path.Combine(AppContext.BaseDirectory, "python", "formats.py"), file]);
            await python.WaitForAsync("done");
            return python.Output.Split('\n')[..^1];
        }
        finally
        {
            File.Delete(file);
        }
    }

    public static Task<string[]> AskAsync(string word, IEnumerable<string> names) =>
        AskAsync(names.Select(name => (word, Encoding.UTF8.GetBytes(name))));
}
