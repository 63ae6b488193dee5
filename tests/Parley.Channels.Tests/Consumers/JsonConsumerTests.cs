using System.Text.Json;
using Parley.Channels.Tests.Grouping;
using Parley.Protocol;
using Parley.Testing;

namespace Parley.Channels.Tests.Consumers;

/// <summary>JSON in, JSON out; what is no JSON has a door of its own.</summary>
public sealed class JsonConsumerTests
{
    [Fact]
    public async Task A_value_comes_in_and_a_value_goes_out()
    {
        await using var communicator = new WebSocketCommunicator(new Echo());
        await communicator.ConnectAsync();
        await communicator.SendJsonAsync(new ChatLine("Ada", "大厅"), ChatJson.Default.ChatLine);
        Assert.Equal(new ChatLine("echo", "Ada: 大厅"), await communicator.ReceiveJsonAsync(ChatJson.Default.ChatLine));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("{\"Author\":1}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("")]
    [InlineData("{\"Author\":\"a\"")]
    public async Task Bad_json_closes_with_1007(string text)
    {
        await using var communicator = new WebSocketCommunicator(new Echo());
        await communicator.ConnectAsync();
        await communicator.SendTextAsync(text);
        CommunicatorClosedException closed = await Assert.ThrowsAsync<CommunicatorClosedException>(() => communicator.ReceiveAsync());
        Assert.Equal(CloseCode.InvalidPayloadData, closed.Code);
        Assert.StartsWith("not the JSON that is expected, at byte ", closed.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deep_json_closes_with_1007()
    {
        await using var communicator = new WebSocketCommunicator(new Echo());
        await communicator.ConnectAsync();
        await communicator.SendTextAsync("{\"Author\":" + new string('[', 100_000));
        Assert.Equal(
            CloseCode.InvalidPayloadData,
            (await Assert.ThrowsAsync<CommunicatorClosedException>(() => communicator.ReceiveAsync())).Code);
    }

    [Fact]
    public async Task Bytes_close_with_1003()
    {
        await using var communicator = new WebSocketCommunicator(new Echo());
        await communicator.ConnectAsync();
        await communicator.SendBytesAsync(new byte[] { 1 });
        Assert.Equal(
            CloseCode.UnsupportedData,
            (await Assert.ThrowsAsync<CommunicatorClosedException>(() => communicator.ReceiveAsync())).Code);
    }

    [Fact]
    public async Task A_consumer_may_answer_bad_json_and_go_on()
    {
        await using var communicator = new WebSocketCommunicator(new Forgiving());
        await communicator.ConnectAsync();
        await communicator.SendTextAsync("nonsense");
        Assert.Equal("what?", (await communicator.ReceiveJsonAsync(ChatJson.Default.ChatLine))!.Text);
        await communicator.SendJsonAsync(new ChatLine("Ada", "x"), ChatJson.Default.ChatLine);
        Assert.Equal("Ada: x", (await communicator.ReceiveJsonAsync(ChatJson.Default.ChatLine))!.Text);
    }

    private class Echo() : JsonConsumer<ChatLine, ChatLine>(ChatJson.Default.ChatLine, ChatJson.Default.ChatLine)
    {
        protected override ValueTask OnReceiveAsync(ChatLine value, CancellationToken cancellationToken) =>
            SendJsonAsync(new ChatLine("echo", $"{value.Author}: {value.Text}"), cancellationToken);
    }

    private sealed class Forgiving : Echo
    {
        protected override ValueTask OnInvalidJsonAsync(
            Message message, JsonException exception, CancellationToken cancellationToken) =>
            SendJsonAsync(new ChatLine("server", "what?"), cancellationToken);
    }
}
