using System.IO.Compression;
using System.Reflection;
using BenchmarkDotNet.Running;
using Parley.Micro;

if (args is ["deflate-memory", var level] && Enum.TryParse(level, out CompressionLevel parsed))
{
    DeflateMemory.Run(parsed);
}
else if (args is ["history", var folder])
{
    await HistoryThroughput.RunAsync(folder);
}
else if (args is ["groups"])
{
    await GroupCost.RunAsync();
}
else
{
    BenchmarkSwitcher.FromAssembly(Assembly.GetExecutingAssembly()).Run(args);
}
