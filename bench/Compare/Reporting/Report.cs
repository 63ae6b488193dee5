using System.Text;
using Parley.Compare.Peers;
using Parley.Compare.Running;

namespace Parley.Compare.Reporting;

/// <summary>All results, and what one must know to judge them.</summary>
internal sealed class Report(Settings settings, Machine machine, Contenders contenders, IReadOnlyList<PairResult> results)
{
    private IEnumerable<IGrouping<string, PairResult>> Groups => results.GroupBy(static result => result.Pair.Workload.Group);

    /// <summary>Writes the page, its charts and the JSON, and shows the page's tables.</summary>
    public void Write()
    {
        Directory.CreateDirectory(settings.ResultsFolder);
        var tables = new StringBuilder();
        foreach (IGrouping<string, PairResult> group in Groups)
        {
            string title = group.First().Pair.Workload.Title;
            tables.Append($"\n## {char.ToUpperInvariant(title[0])}{title[1..]}\n\n").Append(ResultTable.Make([.. group]));
            if (group.Any(static result => result.Rounds.Count > 0))
            {
                string chart = ChartName(group.Key);
                Save(chart, BarChart.Draw(title, group.First().Pair.Workload.Metric, Bars.Of(group)));
                tables.Append($"\n![{title}]({chart})\n");
            }
        }

        Save(settings.ResultName + ".md", Preamble.Make(settings, machine, contenders, results) + tables);
        Save(settings.ResultName + ".json", JsonReport.Make(settings, machine, contenders, results));
        Console.WriteLine(tables);
        Console.WriteLine($"written to bench/results/{settings.ResultName}.md");
    }

    private string ChartName(string group) =>
        settings.Only is [var only] && only == group ? settings.ResultName + ".svg" : $"{settings.ResultName}-{group}.svg";

    private void Save(string name, string text) => File.WriteAllText(Path.Combine(settings.ResultsFolder, name), text);
}
