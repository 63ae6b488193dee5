using System.Text;
using Parley.Cli.Connect;
using Parley.Protocol;
using Parley.Testing;
using Parley.TestSupport;

namespace Parley.Cli.Tests.Connect;

/// <summary>Recordings, written and read.</summary>
public sealed class RecordingTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();
    private readonly TestClock _clock = new();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public async Task What_was_said_comes_back_after_the_same_pauses()
    {
        using (var recorder = new Recorder(_file, _clock))
        {
            recorder.Write(RecordDirection.Out, Text("你好\n\u001b\""));
            recorder.Write(RecordDirection.In, Text("an answer"));
            _clock.Advance(TimeSpan.FromMinutes(2));
            recorder.Write(RecordDirection.Out, new Message(MessageType.Binary, new byte[] { 0, 255, 10 }), "lobby");
            recorder.WriteClose(RecordDirection.In, CloseCode.NormalClosure, "bye");
        }

        Assert.Equal(4, File.ReadAllLines(_file).Length);
        await using IAsyncEnumerator<Message> messages =
            new Recording(_file, RecordDirection.Out, speed: 2, _clock).ReadAsync().GetAsyncEnumerator();
        Assert.True(await Within.Time(messages.MoveNextAsync()));
        Assert.Equal("你好\n\u001b\"", messages.Current.GetText());
        Task<bool> next = messages.MoveNextAsync().AsTask();
        _clock.Advance(TimeSpan.FromSeconds(59));
        Assert.False(next.IsCompleted);
        Assert.True(await _clock.AdvanceUntilAsync(next));
        Assert.Equal((MessageType.Binary, "AP8K"), (messages.Current.Type, Convert.ToBase64String(messages.Current.Data.Span)));
        Assert.False(await Within.Time(messages.MoveNextAsync()));
    }

    [Fact]
    public async Task What_was_heard_can_be_said_and_pauses_left_out()
    {
        await File.WriteAllLinesAsync(_file,
        [
            """{"time":"2026-01-01T00:00:00Z","direction":"in","type":"text","text":"one"}""",
            "",
            """{"time":"2026-01-03T00:00:00Z","direction":"in","type":"text","text":"two"}""",
        ]);
        var heard = new List<string>();
        await foreach (Message message in new Recording(_file, RecordDirection.In, speed: null, _clock).ReadAsync())
        {
            heard.Add(message.GetText());
        }

        Assert.Equal(["one", "two"], heard);
    }

    [Theory]
    [InlineData("hello", "line 1")]
    [InlineData("{}", "line 1")]
    [InlineData("""{"time":"x","direction":"out","type":"text","text":"one"}""", "line 1")]
    [InlineData("""{"time":"2026-01-01T00:00:00Z","direction":"up","type":"text","text":"one"}""", "neither in nor out")]
    [InlineData("""{"time":"2026-01-01T00:00:00Z","direction":"out","type":"image","text":"one"}""", "'image' is no type")]
    [InlineData("""{"time":"2026-01-01T00:00:00Z","direction":"out","type":"binary","base64":"?"}""", "line 1")]
    [InlineData("""{"time":"2026-01-01T00:00:00Z","direction":"out","type":"text","text":null}""", "line 1")]
    public async Task What_is_no_recording_is_refused_with_its_line(string line, string expected)
    {
        await File.WriteAllTextAsync(_file, line);
        IOException refusal = await Assert.ThrowsAsync<IOException>(async () =>
        {
            await foreach (Message message in new Recording(_file, RecordDirection.Out, speed: null, _clock).ReadAsync())
            {
                Assert.Fail("There is no message.");
            }
        });
        Assert.Contains(expected, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("--record", refusal.Message, StringComparison.Ordinal);
    }

    private static Message Text(string text) => new(MessageType.Text, Encoding.UTF8.GetBytes(text));
}
