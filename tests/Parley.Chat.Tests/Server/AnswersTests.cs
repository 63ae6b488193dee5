using Microsoft.AspNetCore.Http;

namespace Parley.Chat.Tests.Server;

/// <summary>What is read of a body that says nothing of its length.</summary>
public sealed class AnswersTests
{
    [Fact]
    public async Task Of_a_body_without_a_length_no_more_is_read_than_it_may_have()
    {
        byte[] json = [.. "{\"name\":\""u8, .. Enumerable.Repeat((byte)'a', 4_000_000), .. "\"}"u8];
        using var body = new MemoryStream(json);
        var context = new DefaultHttpContext { Request = { Body = body }, Response = { Body = new MemoryStream() } };
        Assert.Null(await Answers.ReadAsync(context, ChatJson.Default.NameRequest, "{\"name\": \"Ada\"}"));
        Assert.Equal(400, context.Response.StatusCode);
        Assert.InRange(body.Position, 0, 100_000);
    }

    [Theory]
    [InlineData("{\"name\":\"Ada\"}", "Ada")]
    [InlineData("{}", null)]
    public async Task What_is_short_enough_is_read(string json, string? name)
    {
        using var body = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(json));
        var context = new DefaultHttpContext { Request = { Body = body } };
        Assert.Equal(name, (await Answers.ReadAsync(context, ChatJson.Default.NameRequest, ""))!.Name);
    }
}
