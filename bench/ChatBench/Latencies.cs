using System.Diagnostics;
using System.Globalization;

namespace Parley.ChatBench;

/// <summary>How long messages took, in microseconds. Any thread may add.</summary>
internal sealed class Latencies
{
    private readonly Lock _lock = new();
    private readonly List<int> _values = new(1_000_000);

    public int Count => _values.Count;

    public void Add(long sentAt)
    {
        int microseconds = (int)Stopwatch.GetElapsedTime(sentAt).TotalMicroseconds;
        lock (_lock)
        {
            _values.Add(microseconds);
        }
    }

    public override string ToString()
    {
        if (_values.Count == 0)
        {
            return "none";
        }

        _values.Sort();
        return string.Create(
            CultureInfo.InvariantCulture, $"p50 {At(0.5):0.0} ms, p99 {At(0.99):0.0} ms, p99.9 {At(0.999):0.0} ms, longest {At(1):0.0} ms");
    }

    private double At(double share) => _values[Math.Min(_values.Count - 1, (int)(_values.Count * share))] / 1000.0;
}
