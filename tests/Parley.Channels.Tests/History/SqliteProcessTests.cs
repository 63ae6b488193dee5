using System.Diagnostics;
using System.Globalization;
using Parley.Channels.Sqlite;
using Parley.TestSupport;

namespace Parley.Channels.Tests.History;

/// <summary>A store in another process, which is killed, or whose disk is full.</summary>
public sealed class SqliteProcessTests : IDisposable
{
    private const int Rounds = 10;

    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Whatever_was_acknowledged_is_there_after_a_kill_at_any_moment()
    {
        var random = new Random(6);
        var acknowledged = new Dictionary<(string Group, long Offset), string>();
        var epochs = new HashSet<string>();
        for (int round = 0; round < Rounds; round++)
        {
            string output = await PublishAndKillAsync(round, acknowledgements: random.Next(1, 300));
            foreach (string[] line in CompleteLines(output))
            {
                if (line[0] == "epoch")
                {
                    epochs.Add(line[1]);
                }
                else
                {
                    acknowledged.Add((line[1], long.Parse(line[2], CultureInfo.InvariantCulture)), line[3]);
                }
            }

            await ExpectAllAsync(acknowledged);
        }

        Assert.Single(epochs);
        Assert.True(acknowledged.Count > Rounds);
    }

    [Fact]
    public async Task A_store_that_another_process_has_is_refused_until_it_is_killed()
    {
        ChildProcess other = StartPublisher(0);
        await using (other)
        {
            await other.WaitForAsync("acknowledged");
            HistoryException exception = await Assert.ThrowsAsync<HistoryException>(() => _folder.OpenAsync());
            Assert.Equal(HistoryError.InUse, exception.Error);
            Assert.Contains(_folder.Store, exception.Message, StringComparison.Ordinal);
        }

        await using SqliteHistoryStore store = await _folder.OpenAsync();
        await using ChildProcess late = StartPublisher(1);
        await late.WaitForAsync("InUse: ");
    }

    [Fact]
    public async Task On_a_disk_that_is_really_full_nothing_acknowledged_is_lost_and_room_is_used_again()
    {
        Assert.SkipUnless(await CanMountAsync(), "a disk of one's own can't be mounted here: unshare -rm");
        string configuration = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        string peer = Path.GetFullPath(
            Path.Combine(AppContext.BaseDirectory, "..", "..", "HistoryPeer", configuration, "HistoryPeer.dll"));
        string script = $"mount -t tmpfs -o size=900k tmpfs {_folder.Path} && TMPDIR={_folder.Path} exec dotnet {peer} fill {_folder.Store}";
        await using ChildProcess child = ChildProcess.Start("unshare", ["-rm", "sh", "-c", script]);
        await child.WaitForAsync("Full after some: True");
        await child.WaitForAsync("read 0 more than acknowledged");
        await child.WaitForAsync("then 1 further");
        Assert.Equal(0, await child.WaitForExitAsync());
    }

    private static IEnumerable<string[]> CompleteLines(string output) => output.Split('\n')
        .Where(static line => line.EndsWith(" .", StringComparison.Ordinal))
        .Select(static line => line.Split(' '));

    private static async Task<bool> CanMountAsync()
    {
        if (!OperatingSystem.IsLinux() || !File.Exists("/usr/bin/unshare"))
        {
            return false;
        }

        using Process process = Process.Start(new ProcessStartInfo("unshare", ["-rm", "mount", "-t", "tmpfs", "tmpfs", "/mnt"])
        {
            UseShellExecute = false,
            RedirectStandardError = true,
        })!;
        await Within.Time(process.WaitForExitAsync());
        return process.ExitCode == 0;
    }

    private ChildProcess StartPublisher(int run) =>
        ChildProcess.StartOwn("HistoryPeer", ["publish", _folder.Store, $"{run}"]);

    private async Task<string> PublishAndKillAsync(int run, int acknowledgements)
    {
        ChildProcess child = StartPublisher(run);
        await using (child)
        {
            await child.WaitForLinesAsync("acknowledged", acknowledgements);
        }

        return child.Output;
    }

    private async Task ExpectAllAsync(Dictionary<(string Group, long Offset), string> acknowledged)
    {
        await using SqliteHistoryStore store = await _folder.OpenAsync(new HistoryOptions { MaxPublications = 1_000_000 });
        var kept = new Dictionary<(string Group, long Offset), string>();
        foreach (string group in new[] { "0", "1" })
        {
            long after = 0;
            bool hasMore = true;
            while (hasMore)
            {
                using HistoryPage page = await store.ReadAsync(new GroupName(group), HistoryQuery.After(after, HistoryQuery.MaxLimit));
                foreach (HistoryEntry entry in page.Entries)
                {
                    kept.Add((group, entry.Offset), Texts.Of(entry.Publication));
                }

                after = page.To;
                hasMore = page.HasMore;
            }
        }

        // What was kept and not acknowledged any more may be there too, but nothing twice.
        Assert.Empty(acknowledged.Except(kept));
        Assert.Equal(kept.Count, kept.Values.Distinct(StringComparer.Ordinal).Count());
    }
}
