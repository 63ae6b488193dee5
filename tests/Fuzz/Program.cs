using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Parley.Fuzz;

var minutes = new Option<double>("--minutes") { Description = "How long to go on.", DefaultValueFactory = static _ => 1 };
var seed = new Option<int>("--seed") { Description = "Where to start; the same seed tries the same inputs.", DefaultValueFactory = static _ => 1 };
var root = new RootCommand("Tries changed frames, deflate streams and handshakes on the protocol core until the time is over.") { minutes, seed };
root.SetAction(result =>
{
    var watch = Stopwatch.StartNew();
    const int Batch = 20_000;
    long tried = 0;
    for (int round = result.GetValue(seed); watch.Elapsed.TotalMinutes < result.GetValue(minutes); round++)
    {
        foreach (FuzzTarget target in FuzzTarget.All)
        {
            var fuzzer = new Fuzzer(target, round);
            try
            {
                fuzzer.Run(Batch);
            }
            catch (FuzzException failure)
            {
                Console.Error.WriteLine($"{failure.Message}\nseed {round}, kept as {Corpus.Keep(target, fuzzer.Last)}");
                return 1;
            }

            tried += Batch;
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{watch.Elapsed:hh\\:mm\\:ss}: {tried:N0} inputs, seed {round}"));
    }

    return 0;
});
return root.Parse(args).Invoke();
