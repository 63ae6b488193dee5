using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Parley.Chat.Tests;

/// <summary>Pictures: chosen, pasted, made smaller, sent, and looked at.</summary>
[Collection<OnOneChat>]
public sealed class PictureMessageTests(SharedBrowser browser, SharedChat chat) : ChatTest(browser, chat)
{
    // A picture of noise, which no format makes small; as if it had been copied.
    private const string Paste = """
        async ([width, height, type]) => {
          const canvas = new OffscreenCanvas(width, height);
          const context = canvas.getContext("2d");
          const noise = context.createImageData(width, height);
          let state = 1;
          for (let i = 0; i < noise.data.length; i++) {
            state = Math.imul(state, 1664525) + 1013904223;
            noise.data[i] = i % 4 === 3 ? 255 : state >>> 24;
          }
          context.putImageData(noise, 0, 0);
          const blob = await canvas.convertToBlob({ type: "image/png" });
          const data = new DataTransfer();
          data.items.add(new File([blob], "noise.png", { type }));
          document.getElementById("text").dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
          return blob.size;
        }
        """;

    [Fact]
    public async Task A_picture_is_pasted_shown_before_it_is_sent_and_seen_by_the_others()
    {
        string path = await Chat.MakeRoomAsync("Gallery");
        Visitor ada = await ComeInAsync("Ada", path);
        Visitor bob = await ComeInAsync("Bob", path);
        await ada.Page.EvaluateAsync<int>(Paste, new object[] { 120, 80, "image/png" });
        await Expect(ada.Page.Locator("#attachments img")).ToHaveAttributeAsync("alt", "noise.png");
        await Expect(ada.Page.Locator("#attachments .uploading")).ToHaveCountAsync(0);
        await ada.SayAsync("Look at this");

        ILocator picture = bob.Messages.Last.Locator(".picture img");
        await Expect(picture).ToHaveAttributeAsync("alt", "Picture from Ada");
        await Expect(picture).ToHaveAttributeAsync("width", "120");
        await Expect(picture).ToHaveJSPropertyAsync("naturalWidth", 120);
        await Expect(ada.Page.Locator("#attachments")).ToBeHiddenAsync();
        await bob.Messages.Last.Locator(".picture").ClickAsync();
        await Expect(bob.Page.Locator("#viewer-picture")).ToBeVisibleAsync();
        await bob.Page.Keyboard.PressAsync("Escape");
        await Expect(bob.Page.Locator("#viewer")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task A_message_that_waits_for_its_picture_goes_to_the_room_that_it_was_written_in()
    {
        string path = await Chat.MakeRoomAsync("Darkroom");
        await Chat.MakeRoomAsync("Terrace");
        Visitor bob = await ComeInAsync("Bob", path);
        Visitor ada = await ComeInAsync("Ada", path);
        var upload = new TaskCompletionSource();
        await ada.Page.RouteAsync("**/api/pictures", async route =>
        {
            await upload.Task;
            await route.ContinueAsync();
        });
        await ada.Page.EvaluateAsync<int>(Paste, new object[] { 12, 8, "image/png" });
        await ada.Composer.FillAsync("only for the darkroom");
        await ada.Composer.PressAsync("Enter");
        await Expect(ada.Page.Locator("#composer-note")).ToHaveTextAsync("It is sent once the pictures are uploaded.");

        await ada.Room("Terrace").ClickAsync();
        await Expect(ada.Page.Locator("#room-title")).ToHaveTextAsync("Terrace");
        await ada.Composer.FillAsync("begun here");
        await ada.Page.EvaluateAsync<int>(Paste, new object[] { 12, 8, "image/png" });
        upload.SetResult();
        await bob.HearsAsync("only for the darkroom");
        await Expect(bob.Messages.Last.Locator(".picture img")).ToHaveCountAsync(1);
        await Expect(ada.Composer).ToHaveValueAsync("begun here");
        await Expect(ada.Texts).ToHaveCountAsync(0);

        // What was begun, pictures too, is there when one comes back.
        await ada.Room("Darkroom").ClickAsync();
        await ada.HearsAsync("only for the darkroom");
        await Expect(ada.Composer).ToHaveValueAsync("");
        await Expect(ada.Page.Locator("#attachments")).ToBeHiddenAsync();
        await ada.Room("Terrace").ClickAsync();
        await Expect(ada.Composer).ToHaveValueAsync("begun here");
        await Expect(ada.Page.Locator("#attachments .chip:not(.uploading)")).ToHaveCountAsync(1);
        await ada.Page.Locator("#attachments button").PressAsync("Enter");
        await Expect(ada.Composer).ToBeFocusedAsync();

        // A copied table has a picture of itself, and a file that misses its place is not opened instead of the page.
        bool[] prevented = await ada.Page.EvaluateAsync<bool[]>("""
            () => {
              const data = new DataTransfer();
              data.items.add(new File(["x"], "table.png", { type: "image/png" }));
              const drop = new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true });
              document.getElementById("side").dispatchEvent(drop);
              data.setData("text/html", "<table>");
              data.setData("text/plain", "1\t2");
              const paste = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
              document.getElementById("text").dispatchEvent(paste);
              return [drop.defaultPrevented, paste.defaultPrevented];
            }
            """);
        Assert.Equal([true, false], prevented);
    }

    [Fact]
    public async Task A_large_picture_is_made_smaller_and_what_is_none_is_refused()
    {
        Visitor ada = await ComeInAsync("Ada", await Chat.MakeRoomAsync("Studio"));
        int size = await ada.Page.EvaluateAsync<int>(Paste, new object[] { 900, 700, "image/png" });
        Assert.True(size > 1024 * 1024, $"{size} bytes need no shrinking.");
        await Expect(ada.Page.Locator("#attachments .chip:not(.uploading)")).ToHaveCountAsync(1);
        await ada.Page.ClickAsync("#send");
        await ada.IsStoredAsync();
        await Expect(ada.Page.Locator(".picture img")).ToHaveJSPropertyAsync("complete", true);

        await ada.Page.SetInputFilesAsync("#picture-file", new FilePayload { Name = "notes.txt", MimeType = "text/plain", Buffer = "text"u8.ToArray() });
        await Expect(ada.Page.Locator("#composer-note")).ToHaveTextAsync("Only PNG, JPEG, GIF and WebP pictures can be sent.");
        await ada.Page.SetInputFilesAsync("#picture-file", new FilePayload { Name = "fake.png", MimeType = "image/png", Buffer = "<svg onload=alert(1)>"u8.ToArray() });
        await Expect(ada.Page.Locator("#composer-note")).ToContainTextAsync("The picture can't be sent:");
        await Expect(ada.Page.Locator("#attachments")).ToBeHiddenAsync();
    }
}
