namespace Parley.Cli.Conformance;

/// <summary>A bar on the console that shows how far a run is; nothing if the output goes to a file.</summary>
internal sealed class ProgressBar(int total)
{
    private const int Width = 30;

    public void Show(int done, string current)
    {
        if (Console.IsErrorRedirected)
        {
            return;
        }

        int filled = total == 0 ? Width : done * Width / total;
        Console.Error.Write($"\r[{new string('#', filled)}{new string('.', Width - filled)}] {done}/{total} {current,-10}");
        if (done == total)
        {
            Console.Error.WriteLine();
        }
    }
}
