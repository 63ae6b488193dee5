using Microsoft.Playwright;
using Parley.TestSupport;

namespace Parley.Chat.Tests;

/// <summary>Takes the pictures that the README shows, of a conversation between two real pages.</summary>
public sealed class PictureTests(ChatFixture chat)
{
    [Theory]
    [InlineData("chat-light", "garden", ColorScheme.Light, 1200, 760)]
    [InlineData("chat-dark", "lobby", ColorScheme.Dark, 1200, 760)]
    [InlineData("chat-phone", "porch", ColorScheme.Light, 390, 780)]
    public async Task The_page_has_its_picture_taken(string name, string room, ColorScheme scheme, int width, int height)
    {
        var ada = new Visitor(await chat.OpenAsync($"/?room={room}", scheme, width, height));
        var bob = new Visitor(await chat.OpenAsync($"/?room={room}", scheme));
        await ada.JoinAsync("Ada");
        await bob.JoinAsync("小明");
        foreach ((Visitor who, string text) in Conversation(ada, bob))
        {
            await who.SayAsync(text);
            await ada.HearsAsync(text);
            await bob.HearsAsync(text);
        }

        await ada.Page.BringToFrontAsync();
        byte[] picture = await ada.Page.ScreenshotAsync();

        // A PNG's size stands in its first chunk.
        Assert.Equal(width, System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(picture.AsSpan(16)));
        await SaveAsync(name, picture);
    }

    private static IEnumerable<(Visitor Who, string Text)> Conversation(Visitor ada, Visitor bob) =>
    [
        (ada, "Good morning! Is this thing on?"),
        (bob, "Loud and clear. 早上好！"),
        (bob, "Every byte of this came over a WebSocket we can read from the TCP socket up."),
        (ada, "The frames are in RFC 6455, section 5: https://www.rfc-editor.org/rfc/rfc6455"),
        (ada, "Two windows, one room, no sign-up."),
        (bob, "And on the phone too. 看得见 ✓"),
    ];

    // The pictures in the repository are renewed only when asked for, so that a test run leaves no change behind.
    private static async Task SaveAsync(string name, byte[] picture)
    {
        bool renews = Environment.GetEnvironmentVariable("PARLEY_UPDATE_PICTURES") == "1";
        string folder = renews
            ? Path.Combine(Repository.Root, "docs", "pictures")
            : Path.Combine(Repository.Root, "artifacts", "pictures");
        Directory.CreateDirectory(folder);
        await File.WriteAllBytesAsync(Path.Combine(folder, name + ".png"), picture);
    }
}
