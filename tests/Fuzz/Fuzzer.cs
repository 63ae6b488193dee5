namespace Parley.Fuzz;

/// <summary>Tries changed inputs on a target, one after another.</summary>
/// <param name="target">The target.</param>
/// <param name="seed">The same seed tries the same inputs.</param>
public sealed class Fuzzer(FuzzTarget target, int seed)
{
    private const int MostKept = 500;

    private readonly List<byte[]> _inputs = [.. target.Seeds];

    /// <summary>Tries inputs, some of which are kept to be changed further.</summary>
    /// <param name="count">How many.</param>
    /// <exception cref="FuzzException">One did what no input may do; <see cref="Last"/> is it.</exception>
    public void Run(int count)
    {
        var random = new Random(seed);
        var mutator = new Mutator(random);
        for (int i = 0; i < count; i++)
        {
            Last = mutator.Mutate(_inputs[random.Next(_inputs.Count)], _inputs[random.Next(_inputs.Count)]);
            target.Run(Last);
            if (i % 16 == 0 && _inputs.Count < MostKept)
            {
                _inputs.Add(Last);
            }
        }
    }

    /// <summary>The input tried last.</summary>
    public byte[] Last { get; private set; } = [];
}
