using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Playwright;
using Parley.TestSupport;

namespace Parley.Samples.Tests;

/// <summary>PushCompared in a real browser, and its sums beside the bytes that were really sent.</summary>
public sealed class PushComparedTests(Chromium chromium)
{
    private const string Viewer = "0123456789abcdef0123456789abcdef0123";

    [Fact]
    public async Task The_page_hears_every_event_in_three_ways_and_tells_what_each_costs()
    {
        IPage page = await chromium.OpenPageAsync();
        await using WebSample app = await WebSample.StartAsync("PushCompared");
        await page.GotoAsync($"{app.Address}");
        await page.ClickAsync("#now");
        await HasAsync(page, ".events", 3);
        await HasAsync(page, ".bytes", 1);
        await HasAsync(page, "#polling .requests", 2);
        await HasAsync(page, "#long-polling .requests", 2);
        Assert.Equal("1", await page.TextContentAsync("#socket .requests"));
        Assert.EndsWith(" ms", await page.TextContentAsync("#socket .mean"), StringComparison.Ordinal);
        Assert.Equal(1, await page.Locator("#chart canvas").CountAsync());
        await page.CloseAsync();
    }

    [Theory]
    [InlineData("polling")]
    [InlineData("long-polling")]
    public async Task A_request_and_its_answer_count_as_they_are_on_the_wire(string way)
    {
        await using WebSample app = await WebSample.StartAsync("PushCompared");
        using RawClient client = await RawClient.ConnectAsync(app.Address.Port);
        string request = $"GET /{way}?viewer={Viewer}&after=0 HTTP/1.1\r\nHost: {app.Address.Authority}\r\nAccept: */*\r\nX-Name: 你好\r\n\r\n";
        await client.SendAsync(request);
        string head = await client.ReadHeadAsync();
        int length = int.Parse(head.Split("Content-Length: ")[1].Split("\r\n")[0], CultureInfo.InvariantCulture);
        byte[] body = await client.ReadBytesAsync(length);
        Assert.StartsWith("[{\"id\":1,", Encoding.UTF8.GetString(body), StringComparison.Ordinal);
        Assert.Equal((1, Encoding.UTF8.GetByteCount(request + head) + length), await StandingAsync(app, way));
    }

    [Fact]
    public async Task The_handshake_and_the_frames_of_the_socket_count_as_they_are_on_the_wire()
    {
        await using WebSample app = await WebSample.StartAsync("PushCompared");
        using RawClient client = await RawClient.ConnectAsync(app.Address.Port);
        string request = RawClient.Handshake($"/socket?viewer={Viewer}");
        await client.SendAsync(request);
        string response = await client.ReadHeadAsync();
        Assert.StartsWith("HTTP/1.1 101 ", response, StringComparison.Ordinal);
        int received = request.Length + response.Length;

        // A frame is counted just after it was sent: until both sums are one, either may be behind.
        (int requests, int counted) = await StandingAsync(app, "socket");
        for (int frames = 0; frames == 0 || counted != received; (requests, counted) = await StandingAsync(app, "socket"))
        {
            if (counted >= received)
            {
                string frame = await client.ReadFrameAsync();
                Assert.StartsWith("text [{\"id\":", frame, StringComparison.Ordinal);
                received += frame.Length - "text ".Length + 2;
                frames++;
            }
        }

        Assert.Equal(1, requests);
    }

    private static async Task<(int Requests, int Bytes)> StandingAsync(WebSample app, string way)
    {
        using var http = new HttpClient();
        JsonElement standing = JsonElement.Parse(await Within.Time(http.GetStringAsync(new Uri(app.Address, $"standing?viewer={Viewer}"))));
        JsonElement tally = standing.GetProperty("ways").GetProperty(way);
        return (tally[0].GetInt32(), tally[1].GetInt32());
    }

    // Each of the numbers that a selector finds.
    private static Task HasAsync(IPage page, string numbers, int atLeast) => Pages.UntilAsync(
        page,
        "([numbers, atLeast]) => [...document.querySelectorAll(numbers)].every(number => +number.textContent.replaceAll(',', '') >= atLeast)",
        new object[] { numbers, atLeast });
}
