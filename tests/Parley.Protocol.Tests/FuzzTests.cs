using Parley.Fuzz;

namespace Parley.Protocol.Tests;

/// <summary>A bounded run of what <c>dotnet run --project tests/Fuzz -- --minutes N</c> goes on with.</summary>
public sealed class FuzzTests
{
    public static TheoryData<string> Targets => [.. FuzzTarget.All.Select(static target => target.Name)];

    [Theory]
    [MemberData(nameof(Targets))]
    public void Changed_inputs_do_no_harm(string name) =>
        new Fuzzer(FuzzTarget.All.Single(target => target.Name == name), seed: 20).Run(5000);

    [Theory]
    [MemberData(nameof(Targets))]
    public void Seeds_do_no_harm(string name) =>
        Assert.All(FuzzTarget.All.Single(target => target.Name == name).Seeds, FuzzTarget.All.Single(target => target.Name == name).Run);

    [Fact]
    public void Past_failures_do_no_harm() =>
        Assert.All(Corpus.PastFailures, static failure => failure.Target.Run(failure.Input));
}
