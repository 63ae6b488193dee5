namespace Parley.Channels.Generators.Tests;

/// <summary>What can't work is an error of the compiler's, which says what to do.</summary>
public sealed class FindingTests
{
    [Theory]
    [InlineData("static void M(string text) { }", "it is static")]
    [InlineData("void M<T>(string text) { }", "it has type parameters")]
    [InlineData("async void M(string text) { }", "async void")]
    [InlineData("Task M(string text) => null;", "it returns System.Threading.Tasks.Task")]
    [InlineData("ValueTask<int> M(string text) => default;", "it returns System.Threading.Tasks.ValueTask<int>")]
    [InlineData("void M(ref string text) { }", "its parameter text is passed by reference")]
    [InlineData("void M(ReadOnlySpan<byte> data) { }", "its parameter data could not be kept")]
    [InlineData("void M(string a, string b) { }", "it takes 2 parameters")]
    [InlineData("void M(CancellationToken token, string text) { }", "it takes 2 parameters")]
    [InlineData("void M(string a, string b, CancellationToken token) { }", "it takes 3 parameters")]
    public void A_method_that_can_not_be_called_is_PARLEY001(string method, string why)
    {
        var run = GeneratorRun.Over($$"""
            partial class Room : Consumer
            {
                [GroupEvent("a")]
                {{method}}
            }
            """);
        string finding = Assert.Single(run.Findings);
        Assert.StartsWith($"PARLEY001: M can't handle an event: ", finding, StringComparison.Ordinal);
        Assert.Contains(why, finding, StringComparison.Ordinal);
        Assert.Contains("Write 'ValueTask M(T data, CancellationToken cancellationToken)'", finding, StringComparison.Ordinal);
        Assert.Equal([4], run.Lines);
        Assert.Empty(run.Files);
    }

    [Theory]
    [InlineData("class Room : Consumer { {0} }", "Room")]
    [InlineData("class Outer { partial class Room : Consumer { {0} } }", "Outer")]
    [InlineData("file partial class Room : Consumer { {0} }", "Room")]
    public void A_class_that_is_not_partial_is_PARLEY002(string source, string name)
    {
        var run = GeneratorRun.Over(source.Replace("{0}", "[GroupEvent(\"a\")] void M() { }", StringComparison.Ordinal));
        Assert.Equal(
            [$"PARLEY002: {name} must be partial and not file-local, so that the code that calls its [GroupEvent] methods can be added to it"],
            run.Findings);
    }

    [Fact]
    public void An_event_with_two_methods_is_PARLEY003()
    {
        var run = GeneratorRun.Over("""
            partial class Room : Consumer
            {
                [GroupEvent("a")] void First() { }
                [GroupEvent("a")] void Second() { }
            }
            """);
        Assert.StartsWith("PARLEY003: The event \"a\" is handled by Room.First already.", Assert.Single(run.Findings), StringComparison.Ordinal);
        Assert.Equal([4], run.Lines);
    }

    [Fact]
    public void An_event_of_the_bases_with_another_method_is_PARLEY003()
    {
        var run = GeneratorRun.Over("""
            partial class Base : Consumer
            {
                [GroupEvent("a")] protected virtual void First() { }
            }
            partial class Derived : Base
            {
                [GroupEvent("a")] protected override void First() { }
            }
            """);
        string finding = Assert.Single(run.Findings);
        Assert.StartsWith("PARLEY003: The event \"a\" is handled by Base.First already.", finding, StringComparison.Ordinal);
        Assert.EndsWith("override it without the attribute.", finding, StringComparison.Ordinal);
    }

    [Fact]
    public void A_class_that_is_no_consumer_is_PARLEY004()
    {
        var run = GeneratorRun.Over("""partial class Room { [GroupEvent("a")] void M() { } }""");
        Assert.Equal(["PARLEY004: Room must derive from Parley.Channels.Consumer to be sent events"], run.Findings);
    }

    [Theory]
    [InlineData("[GroupEvent(\"a\")]", "name a JsonSerializerContext that knows it")]
    [InlineData("[GroupEvent(\"a\", typeof(string))]", "String is no JsonSerializerContext")]
    [InlineData("[GroupEvent(\"a\", typeof(ChatJson))]", "give ChatJson a [JsonSerializable(typeof(Line))]")]
    public void Data_that_nothing_can_read_is_PARLEY005(string attribute, string missing)
    {
        var run = GeneratorRun.Over($$"""
            record Line(string Text);
            [JsonSerializable(typeof(int))] abstract partial class ChatJson() : JsonSerializerContext(null);
            partial class Room : Consumer
            {
                {{attribute}} void M(Line line) { }
            }
            """);
        string finding = Assert.Single(run.Findings);
        Assert.StartsWith("PARLEY005: M takes a Line, which is read from JSON: ", finding, StringComparison.Ordinal);
        Assert.Contains(missing, finding, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"\"")]
    [InlineData("null")]
    public void An_event_without_a_name_is_PARLEY006(string name)
    {
        var run = GeneratorRun.Over($$"""partial class Room : Consumer { [GroupEvent({{name}})] void M() { } }""");
        Assert.StartsWith("PARLEY006: M handles an event without a name", Assert.Single(run.Findings), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_fault_of_a_class_is_told_at_once_and_each_once()
    {
        var run = GeneratorRun.Over("""
            class Room : Consumer
            {
                [GroupEvent("a")] static void First() { }
                [GroupEvent("b")] Task Second() => null;
                [GroupEvent("c")] void Third() { }
            }
            """);
        Assert.Equal(["PARLEY002", "PARLEY001", "PARLEY001"], run.Findings.Select(static finding => finding[..9]));
    }
}
