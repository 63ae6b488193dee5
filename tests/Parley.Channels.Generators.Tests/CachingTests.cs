using Microsoft.CodeAnalysis;

namespace Parley.Channels.Generators.Tests;

/// <summary>What has not changed is not generated again at every keystroke.</summary>
public sealed class CachingTests
{
    private const string First = """partial class First : Consumer { [GroupEvent("a")] void A() { } }""";
    private const string Second = """partial class Second : Consumer { [GroupEvent("b")] void B() { } }""";

    private readonly GeneratorRun _run = GeneratorRun.Over(First, Second, "class Other;");

    [Fact]
    public void A_change_elsewhere_generates_nothing()
    {
        Assert.Equal([IncrementalStepRunReason.New, IncrementalStepRunReason.New], _run.Reasons);
        _run.Change(2, "class Other { int _count; }");
        Assert.All(_run.OutputReasons, static reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
        Assert.Equal(2, _run.Files.Count);
    }

    [Fact]
    public void A_change_in_a_methods_body_generates_nothing()
    {
        _run.Change(0, """partial class First : Consumer { [GroupEvent("a")] void A() { Console.Beep(); } }""");
        Assert.DoesNotContain(_run.Reasons, static reason => reason is IncrementalStepRunReason.New or IncrementalStepRunReason.Modified);
        Assert.All(_run.OutputReasons, static reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
    }

    [Fact]
    public void A_change_of_one_consumer_generates_that_one_alone()
    {
        _run.Change(1, Second.Replace("\"b\"", "\"c\"", StringComparison.Ordinal));
        Assert.Equal(
            new HashSet<IncrementalStepRunReason> { IncrementalStepRunReason.Cached, IncrementalStepRunReason.Modified },
            _run.OutputReasons.ToHashSet());
        Assert.Contains("case \"c\"", _run.Files["Second.GroupEvents.g.cs"], StringComparison.Ordinal);
    }

    [Fact]
    public void A_fault_that_is_mended_is_gone()
    {
        _run.Change(0, First.Replace("partial ", "", StringComparison.Ordinal));
        Assert.Single(_run.Findings);
        _run.Change(0, First);
        Assert.Empty(_run.Findings);
        Assert.Equal(2, _run.Files.Count);
    }
}
