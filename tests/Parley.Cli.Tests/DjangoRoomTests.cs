using System.Text;
using Parley.Protocol;
using Parley.TestSupport;

namespace Parley.Cli.Tests;

/// <summary>A real Django process and two <c>parley room</c> in one room.</summary>
public sealed class DjangoRoomTests
{
    [Theory]
    [InlineData("core.RedisChannelLayer", "django-core")]
    [InlineData("pubsub.RedisPubSubChannelLayer", "django-pubsub")]
    public async Task Everything_sent_anywhere_arrives_everywhere_once(string backend, string layer)
    {
        const int Count = 10;
        await using RedisServerProcess redis = await RedisServerProcess.StartAsync();
        await using DjangoProcess django = await DjangoProcess.StartAsync(backend, redis.Port);
        string[] arguments = ["room", "--redis", redis.Url, "--layer", layer];
        await using ServerProcess one = await ServerProcess.StartAsync(arguments);
        await using ServerProcess two = await ServerProcess.StartAsync(arguments);
        WebSocketConnection[] members =
        [
            await django.JoinAsync("a"), await django.JoinAsync("a"), await one.ConnectAsync("room/a/"),
            await one.ConnectAsync("room/a/"), await two.ConnectAsync("room/a/"),
        ];

        // A member of our own servers has joined when it hears something.
        await members[^1].SendAsync("begin");
        foreach (WebSocketConnection member in members)
        {
            while (await DjangoProcess.ReadAsync(member) != "begin")
            {
            }
        }

        for (int i = 0; i < Count; i++)
        {
            foreach (WebSocketConnection sender in members)
            {
                string text = $"安 {i} {Array.IndexOf(members, sender)}";
                await sender.SendAsync(text);
                await ExpectAsync(text, members);
                await sender.SendAsync(MessageType.Binary, Encoding.UTF8.GetBytes(text));
                await ExpectAsync(Convert.ToHexString(Encoding.UTF8.GetBytes(text)), members);
            }
        }

        foreach (WebSocketConnection member in members)
        {
            await member.DisposeAsync();
        }
    }

    private static async Task ExpectAsync(string expected, WebSocketConnection[] members)
    {
        foreach (WebSocketConnection member in members)
        {
            Assert.Equal(expected, await DjangoProcess.ReadAsync(member));
        }
    }
}
