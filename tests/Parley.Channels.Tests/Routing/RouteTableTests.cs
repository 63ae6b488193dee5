using Parley.Protocol;
using Parley.TestSupport;

namespace Parley.Channels.Tests.Routing;

/// <summary>Several routes on one router.</summary>
public sealed class RouteTableTests
{
    private readonly Groups _groups = Groups.InProcess();

    [Theory]
    [InlineData("/echo", "/echo")]
    [InlineData("/12", "/{a:int}")]
    [InlineData("/x", "/{a}")]
    [InlineData("/", "/{*rest}")]
    [InlineData("/x/y", "/{*rest}")]
    [InlineData("/files/a/b", "/files/{*path}")]
    [InlineData("/files", "/files/{*path}")]
    public void The_route_that_says_most_exactly_what_it_takes_is_taken_in_whatever_order_they_stand(string path, string expected)
    {
        string[] patterns = ["/{*rest}", "/{a}", "/files/{*path}", "/{a:int}", "/echo"];
        foreach (IEnumerable<string> order in new[] { patterns, patterns.Reverse() })
        {
            var router = new ConsumerRouter(_groups);
            foreach (string pattern in order)
            {
                router.Map(pattern, static () => new RoomConsumer());
            }

            RoutePattern taken = router.Patterns.First(pattern => pattern.TryMatch(path, out _));
            Assert.Equal(expected, taken.Text);
            Assert.True(router.Serves(path));
        }
    }

    [Theory]
    [InlineData("/room/{group}/", "/room/{name}")]
    [InlineData("/", "/")]
    [InlineData("/{a:int:min(1)}", "/{b:min(1):int}")]
    [InlineData("/f/{*a}", "/f/{**b}")]
    public void Two_equal_patterns_are_an_error_that_names_both(string first, string second)
    {
        var router = new ConsumerRouter(_groups).Map(first, static () => new RoomConsumer());
        ArgumentException exception = Assert.Throws<ArgumentException>(() => router.Map(second, static () => new RoomConsumer()));
        Assert.StartsWith($"The route '{second}' takes the same paths as '{first}'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_plain_answer_may_stand_beside_a_consumer_and_two_may_not()
    {
        var router = new ConsumerRouter(_groups).Map("/", static () => new RoomConsumer()).MapGet("/", HttpReply.Text("a"));
        Assert.Throws<ArgumentException>(() => router.MapGet("/", HttpReply.Text("b")));
    }

    [Fact]
    public void Who_can_not_be_made_is_a_500_and_logged()
    {
        var stage = new Stage("/", static () => throw new InvalidOperationException("a defect"));
        stage.Connect(out MemoryRequest request);
        Assert.Equal(500, request.Refusal!.StatusCode);
        Assert.Contains(stage.Log.Lines, static line => line.Contains("a defect", StringComparison.Ordinal));
        Assert.Empty(stage.Loop.Faults);
    }
}
