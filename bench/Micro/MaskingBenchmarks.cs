using BenchmarkDotNet.Attributes;
using Parley.Protocol;

namespace Parley.Micro;

/// <summary>Unmasking a large payload in place, against nothing but copying it.</summary>
public class MaskingBenchmarks
{
    private const int Size = 64 * 1024;

    private readonly byte[] _payload = new byte[Size];
    private readonly byte[] _copy = new byte[Size];
    private uint _key = 0x3D21FA37;

    [GlobalSetup]
    public void Fill() => new Random(53).NextBytes(_payload);

    [Benchmark(Baseline = true)]
    public void Memcpy() => _payload.AsSpan().CopyTo(_copy);

    [Benchmark]
    public void Unmask() => _key = Masking.Apply(_payload, _key);
}
