namespace Parley.Channels.Generators.Tests;

/// <summary>What is generated compiles, and calls each method as it wants to be called.</summary>
public sealed class GeneratedCodeTests
{
    [Theory]
    [InlineData("ValueTask M(string text, CancellationToken token)", "return this.M(groupEvent.GetText(), cancellationToken);")]
    [InlineData("ValueTask M(string text)", "return this.M(groupEvent.GetText());")]
    [InlineData("ValueTask M(ReadOnlyMemory<byte> data)", "return this.M(groupEvent.Data);")]
    [InlineData("ValueTask M(GroupEvent groupEvent, CancellationToken token)", "return this.M(groupEvent, cancellationToken);")]
    [InlineData("ValueTask M(CancellationToken token)", "return this.M(cancellationToken);")]
    [InlineData("ValueTask M()", "return this.M();")]
    public void A_method_is_called_with_what_it_takes(string signature, string call)
    {
        var run = GeneratorRun.Over($$"""
            namespace Chat;
            public sealed partial class Room : Consumer
            {
                [GroupEvent("chat.message")]
                private {{signature}} => default;
            }
            """);
        Assert.Empty(run.Findings);
        Assert.Empty(run.CompilerErrors);
        string file = Assert.Single(run.Files, static file => file.Key == "Chat.Room.GroupEvents.g.cs").Value;
        Assert.Contains("case \"chat.message\":", file, StringComparison.Ordinal);
        Assert.Contains(call, file, StringComparison.Ordinal);
    }

    [Fact]
    public void A_method_that_returns_nothing_is_done_when_it_returns()
    {
        var run = GeneratorRun.Over("""
            partial class Room : Consumer
            {
                [GroupEvent("a"), GroupEvent("quo\"te\n")]
                void M(string text) { }
            }
            """);
        Assert.Empty(run.CompilerErrors);
        string file = run.Files["Room.GroupEvents.g.cs"];
        Assert.Contains("this.M(groupEvent.GetText());\n                return default;", file, StringComparison.Ordinal);
        Assert.Contains("""case "quo\"te\n":""", file, StringComparison.Ordinal);
    }

    [Fact]
    public void Data_of_another_type_is_read_with_the_context_that_is_named()
    {
        var run = GeneratorRun.Over("""
            namespace Chat;
            public sealed record Line(string Author, string Text);
            [JsonSerializable(typeof(Line))]
            [JsonSerializable(typeof(string))]
            internal partial class ChatJson : JsonSerializerContext
            {
                // Stands for what the framework's generator makes.
                public ChatJson() : base(null) { }
                public static ChatJson Default { get; } = new();
                protected override System.Text.Json.JsonSerializerOptions GeneratedSerializerOptions => null;
                public override System.Text.Json.Serialization.Metadata.JsonTypeInfo GetTypeInfo(Type type) => null;
            }
            public sealed partial class Room : Consumer
            {
                [GroupEvent("line", typeof(ChatJson))]
                private ValueTask OnLine(Line line) => default;
                [GroupEvent("text", typeof(ChatJson))]
                private ValueTask OnText(string text) => default;
            }
            """);
        Assert.Empty(run.Findings);
        Assert.Empty(run.CompilerErrors);
        string file = run.Files["Chat.Room.GroupEvents.g.cs"];
        Assert.Contains(
            "this.OnLine(groupEvent.GetJson<global::Chat.Line>(global::Chat.ChatJson.Default))", file, StringComparison.Ordinal);
        Assert.Contains("groupEvent.GetJson<string>(global::Chat.ChatJson.Default)", file, StringComparison.Ordinal);
    }

    [Fact]
    public void Nested_and_generic_consumers_and_names_that_are_keywords_work()
    {
        var run = GeneratorRun.Over("""
            namespace @event.Chat;
            public static partial class Outer
            {
                internal partial record Middle<T>
                {
                    public abstract partial class Room<TUser> : Consumer where TUser : class
                    {
                        [GroupEvent("a")]
                        protected abstract ValueTask @class(string text);
                    }
                }
            }
            """);
        Assert.Empty(run.Findings);
        Assert.Empty(run.CompilerErrors);
        Assert.Equal(["event.Chat.Outer.Middle_1.Room_1.GroupEvents.g.cs"], run.Files.Keys);
    }

    [Fact]
    public void A_derived_consumer_handles_its_own_and_leaves_the_others_to_its_base()
    {
        var run = GeneratorRun.Over("""
            public partial class Base : Consumer
            {
                [GroupEvent("a")]
                protected virtual void A() { }
            }
            public sealed partial class Derived : Base
            {
                protected override void A() { }
                [GroupEvent("b")]
                private void B() { }
            }
            public sealed class Plain : Base;
            """);
        Assert.Empty(run.Findings);
        Assert.Empty(run.CompilerErrors);
        Assert.DoesNotContain("case \"a\"", run.Files["Derived.GroupEvents.g.cs"], StringComparison.Ordinal);
        Assert.Contains("default:\n                return base.Dispatch", run.Files["Derived.GroupEvents.g.cs"], StringComparison.Ordinal);
        Assert.Equal(2, run.Files.Count);
    }

    [Fact]
    public void Without_event_methods_nothing_is_generated() =>
        Assert.Empty(GeneratorRun.Over("public sealed class Room : Consumer;").Files);
}
