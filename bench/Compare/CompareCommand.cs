using System.CommandLine;
using System.ComponentModel;
using Parley.Compare.Peers;
using Parley.Compare.Reporting;
using Parley.Compare.Running;

namespace Parley.Compare;

/// <summary>The command line behind <c>bench/compare.sh</c>.</summary>
internal static class CompareCommand
{
    public static RootCommand Create()
    {
        var root = new Option<string>("--root") { Description = "The repository's folder.", DefaultValueFactory = static _ => "." };
        var quick = new Option<bool>("--quick") { Description = "Bun, Kestrel and the five workloads, within five minutes." };
        var only = new Option<string>("--only")
        {
            Description = "Workloads and peers, with commas between them: " + string.Join(", ", Workloads.Groups) + "; "
                + string.Join(", ", Contenders.Names) + ".",
            HelpName = "NAME,...",
            DefaultValueFactory = static _ => "",
        };
        var rounds = new Option<int?>("--rounds") { Description = "How many rounds each pair gets; 5, or 3 with --quick." };
        var command = new RootCommand("Measures Parley and other WebSocket servers in pairs.") { root, quick, only, rounds };
        command.SetAction((result, cancellationToken) =>
        {
            bool isQuick = result.GetValue(quick);
            string[] names = result.GetValue(only)!.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            var settings = new Settings(
                Path.GetFullPath(result.GetValue(root)!), isQuick, names, result.GetValue(rounds) ?? (isQuick ? 3 : 5));
            return RunAsync(settings, cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(Settings settings, CancellationToken cancellationToken)
    {
        try
        {
            if (Cores.Count < 2)
            {
                throw new CompareException("two cores are needed: one for the server, one for the load.");
            }

            Contenders contenders = Contenders.Find(settings);
            IReadOnlyList<Pair> pairs = Plan.Make(settings, contenders);
            var results = new List<PairResult>();
            var runner = new PairRunner(settings);
            foreach (Pair pair in pairs)
            {
                Console.WriteLine($"{pair.Workload.Group}: {pair.BaseName} and {pair.PeerName} {pair.Workload.Label}".TrimEnd());
                results.Add(await runner.RunAsync(pair, cancellationToken));
            }

            new Report(settings, Machine.Describe(settings.Root), contenders, results).Write();
            return results.Exists(static result => result.Failure is not null) ? 1 : 0;
        }
        catch (Exception exception) when (exception is CompareException or IOException or Win32Exception)
        {
            await Console.Error.WriteLineAsync("compare: " + exception.Message);
            return 1;
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("compare: stopped");
            return 130;
        }
    }
}
