using System.Net;
using System.Text.Json;
using Parley.Channels;
using Parley.TestSupport;

namespace Parley.Chat.Tests.Server;

/// <summary>How much one person may have: rooms, connections, and names from one address.</summary>
public sealed class PersonLimitTests
{
    [Fact]
    public async Task One_person_makes_so_many_rooms_under_whatever_name_and_administrators_any_number()
    {
        await using ChatHost chat = await ChatHost.StartAsync("--rooms-per-person", "2", "--trusted-proxy", "127.0.0.1");
        await using Browser ada = await chat.OpenAsync("Ada");
        await MakeAsync(ada, "One", 201, "2001:db8::1");
        await MakeAsync(ada, "Two", 201, "192.0.2.1");
        JsonElement refusal = await MakeAsync(ada, "Three", 403, "192.0.2.1");
        Assert.Equal("enough_rooms", refusal.GetProperty("error").GetString());
        Assert.StartsWith("You have made 2 rooms", refusal.GetProperty("message").GetString(), StringComparison.Ordinal);

        // Another guest from the same network is taken for the same person, and one from elsewhere is not.
        await using Browser eve = await chat.OpenAsync("Eve");
        await MakeAsync(eve, "Three", 201, "2001:db8::2:0:0:2");
        await MakeAsync(eve, "Four", 403, "2001:db8::3");
        await using Browser bob = await chat.OpenAsync("Bob");
        await MakeAsync(bob, "Four", 403, "2001:db8::4");
        await MakeAsync(bob, "Four", 201, "2001:db8:0:1::4");

        await using Browser admin = await chat.OpenAdminAsync();
        for (int i = 0; i < 3; i++)
        {
            await MakeAsync(admin, $"Office {i}", 201, "192.0.2.1");
        }

        await admin.PostAsync("/api/admin/rooms/delete", """{"id":"one"}""", 204);
        await MakeAsync(ada, "Five", 201, "192.0.2.1");
        string kept = await File.ReadAllTextAsync(Path.Combine(chat.Folder, "state.json"), TestContext.Current.CancellationToken);
        Assert.Contains("g:", kept, StringComparison.Ordinal);
        Assert.DoesNotContain("192.0.2.1", kept, StringComparison.Ordinal);
        Assert.DoesNotContain("2001:db8", kept, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_person_has_so_many_connections_and_is_told_that_there_may_be_no_more()
    {
        await using ChatHost chat = await ChatHost.StartAsync("--connections-per-person", "2");
        await using Browser ada = await chat.OpenAsync("Ada");
        await ada.JoinAsync("lobby");
        Seat second = await ada.JoinAsync("lobby");
        JsonElement refusal = await ada.GetAsync("/chat", 429);
        Assert.Equal("too_many_connections", refusal.GetProperty("error").GetString());
        Assert.Contains("You have 2 connections", refusal.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal("10", ada.Field("Retry-After"));
        await ada.GetAsync("/chat/", 429);
        using var socket = new System.Net.WebSockets.ClientWebSocket { Options = { Cookies = ada.Cookies, CollectHttpResponseDetails = true } };
        socket.Options.AddSubProtocol(SessionServer.Subprotocol);
        await Assert.ThrowsAsync<System.Net.WebSockets.WebSocketException>(
            () => Within.Time(socket.ConnectAsync(chat.Socket, TestContext.Current.CancellationToken)));
        Assert.Equal(HttpStatusCode.TooManyRequests, socket.HttpStatusCode);

        // A name is none of anybody else's, and a place that is left is free.
        await using Browser other = await chat.OpenAsync("Ada");
        await other.JoinAsync("lobby");
        await second.Client.DisposeAsync();
        await Within.Until(async () => await IsFreeAsync(ada));
        await ada.JoinAsync("lobby");
    }

    [Fact]
    public async Task Names_are_counted_for_a_network_whose_owner_has_all_its_addresses()
    {
        await using ChatHost chat = await ChatHost.StartAsync("--trusted-proxy", "127.0.0.1", "--new-guests-per-minute", "2");
        await using Browser ada = chat.Open();
        await TakeNameAsync(ada, 200, "2001:db8:1:2::1");
        await TakeNameAsync(ada, 200, "2001:db8:1:2:ffff::1");
        await TakeNameAsync(ada, 429, "2001:db8:1:2:8000::7");
        await TakeNameAsync(ada, 200, "2001:db8:1:3::1");
        await TakeNameAsync(ada, 200, "192.0.2.1");
        await TakeNameAsync(ada, 200, "192.0.2.2");
    }

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1")]
    [InlineData("::ffff:192.0.2.1", "192.0.2.1")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64")]
    [InlineData("fe80::1%3", "fe80::/64")]
    [InlineData("::1", "::/64")]
    public void An_address_stands_for_its_network(string address, string network) =>
        Assert.Equal(network, ClientNetwork.Of(IPAddress.Parse(address)));

    private static Task<JsonElement> MakeAsync(Browser browser, string title, int status, string address) =>
        browser.PostAsync("/api/rooms", JsonSerializer.Serialize(new { title }), status, ("X-Forwarded-For", address));

    private static Task<JsonElement> TakeNameAsync(Browser browser, int status, string address) =>
        browser.PostAsync("/api/guest", """{"name":"Ada"}""", status, ("X-Forwarded-For", address));

    // A plain request is refused at the same door, and then for being no handshake.
    private static async Task<bool> IsFreeAsync(Browser browser)
    {
        try
        {
            await browser.GetAsync("/chat", 429);
            return false;
        }
        catch (Xunit.Sdk.XunitException)
        {
            return true;
        }
    }
}
