using System.Text;
using System.Text.Json;

namespace Parley.Chat.Tests.Server;

/// <summary>Pictures that people send, and files that only say they are pictures.</summary>
public sealed class PictureUploadTests
{
    [Theory]
    [InlineData(nameof(TestPictures.Png), "image/png", "png")]
    [InlineData(nameof(TestPictures.Jpeg), "image/jpeg", "jpg")]
    [InlineData(nameof(TestPictures.Gif), "image/gif", "gif")]
    [InlineData(nameof(TestPictures.WebPLossy), "image/webp", "webp")]
    [InlineData(nameof(TestPictures.WebPLossless), "image/webp", "webp")]
    [InlineData(nameof(TestPictures.WebPExtended), "image/webp", "webp")]
    public async Task A_picture_is_kept_measured_and_shown_as_what_it_is(string kind, string type, string ending)
    {
        byte[] picture = Of(kind);
        await using ChatHost chat = await ChatHost.StartAsync();
        await using Browser ada = await chat.OpenAsync("Ada");
        JsonElement kept = await ada.PostAsync("/api/pictures", picture, type);
        string url = kept.GetProperty("url").GetString()!;
        Assert.Matches($@"^/pictures/[0-9a-f]{{32}}\.{ending}$", url);
        Assert.Equal(3, kept.GetProperty("width").GetInt32());
        Assert.Equal(2, kept.GetProperty("height").GetInt32());
        Assert.Equal(url, (await ada.PostAsync("/api/pictures", picture, type)).GetProperty("url").GetString());

        await using Browser nobody = chat.Open();
        await nobody.GetAsync(url);
        Assert.Equal(picture, await nobody.Last!.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Equal(type, nobody.Field("Content-Type"));
        Assert.Equal("nosniff", nobody.Field("X-Content-Type-Options"));
        Assert.Equal("default-src 'none'; sandbox", nobody.Field("Content-Security-Policy"));
        Assert.Contains("immutable", nobody.Field("Cache-Control"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("image/png", nameof(TestPictures.Jpeg))]
    [InlineData("image/jpeg", nameof(TestPictures.Png))]
    [InlineData("image/webp", nameof(TestPictures.Gif))]
    [InlineData("image/svg+xml", nameof(TestPictures.Png))]
    [InlineData("text/html", nameof(TestPictures.Png))]
    public async Task A_picture_that_lies_about_its_type_is_refused(string type, string kind)
    {
        await using ChatHost chat = await ChatHost.StartAsync();
        await using Browser ada = await chat.OpenAsync("Ada");
        await ada.PostAsync("/api/pictures", Of(kind), type, 415);
    }

    [Fact]
    public async Task What_is_no_picture_is_refused()
    {
        await using ChatHost chat = await ChatHost.StartAsync();
        await using Browser ada = await chat.OpenAsync("Ada");
        string html = "<html><script>alert(1)</script></html>";
        string svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>";
        byte[][] bad =
        [
            [], Encoding.UTF8.GetBytes(html), Encoding.UTF8.GetBytes(svg), "GIF89a"u8.ToArray(), TestPictures.Png()[..20], TestPictures.Jpeg()[..12],
            [0xFF, 0xD8, 0xFF], [0xFF, 0xD8, 0xFF, 0xE0, 0xFF, 0xFF], "RIFF\0\0\0\0WEBPVP8X"u8.ToArray(), "RIFF\0\0\0\0WEBPhtml"u8.ToArray(),
        ];
        foreach (string type in new[] { "image/png", "image/jpeg", "image/gif", "image/webp" })
        {
            foreach (byte[] content in bad)
            {
                Assert.Equal("bad_picture", (await ada.PostAsync("/api/pictures", content, type, 415)).GetProperty("error").GetString());
            }

            // The limit is for each person and minute.
            await ada.PostAsync("/api/signout", "");
            await ada.TakeNameAsync("Ada");
        }
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(-1, 5)]
    [InlineData(16_385, 1)]
    [InlineData(16_000, 16_000)]
    public async Task A_picture_that_would_fill_a_browser_s_memory_is_refused(int width, int height)
    {
        await using ChatHost chat = await ChatHost.StartAsync();
        await using Browser ada = await chat.OpenAsync("Ada");
        await ada.PostAsync("/api/pictures", TestPictures.Png(width, height), "image/png", 415);
    }

    [Fact]
    public async Task A_picture_has_limits_and_comes_from_somebody()
    {
        await using ChatHost chat = await ChatHost.StartAsync("--picture-size", "2000", "--pictures-per-minute", "4");
        await using Browser nobody = chat.Open();
        await nobody.PostAsync("/api/pictures", TestPictures.Png(), "image/png", 401);
        await using Browser ada = await chat.OpenAsync("Ada");
        await ada.PostAsync("/api/pictures", [.. TestPictures.Png(), .. new byte[2000 - TestPictures.Png().Length]], "image/png");
        await ada.PostAsync("/api/pictures", [.. TestPictures.Png(), .. new byte[2001 - TestPictures.Png().Length]], "image/png", 413);
        await ada.PostAsync("/api/pictures", new byte[3_000_000], "image/png", 413);
        await ada.PostAsync("/api/pictures", TestPictures.Gif(), "image/gif");
        Assert.Equal("rate_limited", (await ada.PostAsync("/api/pictures", TestPictures.Gif(), "image/gif", 429)).GetProperty("error").GetString());
    }

    [Fact]
    public async Task The_folder_holds_as_much_as_the_operator_says()
    {
        string folder = Directory.CreateTempSubdirectory("parley-pictures-").FullName;
        using var storage = new FolderStorage(folder, 100);
        byte[] picture = TestPictures.Png();
        await storage.SavePictureAsync("a.png", picture, default);
        await storage.SavePictureAsync("b.png", picture, default);
        await storage.SavePictureAsync("b.png", picture, default);
        await storage.SavePictureAsync("c.png", picture, default);
        Assert.True((await Assert.ThrowsAsync<StorageException>(() => storage.SavePictureAsync("d.png", picture, default).AsTask())).IsFull);
        await storage.DeletePictureAsync("a.png", default);
        await storage.SavePictureAsync("d.png", picture, default);
        await storage.DeletePicturesBeforeAsync(DateTimeOffset.UtcNow.AddMinutes(1), default);
        Assert.Null(await storage.ReadPictureAsync("d.png", default));
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("/pictures/0123456789abcdef0123456789abcdef.png")]
    [InlineData("/pictures/..%2Fkey.json")]
    [InlineData("/pictures/key.json")]
    [InlineData("/pictures/0123456789ABCDEF0123456789ABCDEF.png")]
    public async Task Nothing_else_can_be_had_by_a_picture_s_address(string path)
    {
        await using ChatHost chat = await ChatHost.StartAsync();
        await using Browser nobody = chat.Open();
        await nobody.GetAsync(path, 404);
    }

    private static byte[] Of(string kind) => kind switch
    {
        nameof(TestPictures.Png) => TestPictures.Png(),
        nameof(TestPictures.Jpeg) => TestPictures.Jpeg(),
        nameof(TestPictures.Gif) => TestPictures.Gif(),
        nameof(TestPictures.WebPLossy) => TestPictures.WebPLossy(),
        nameof(TestPictures.WebPLossless) => TestPictures.WebPLossless(),
        _ => TestPictures.WebPExtended(),
    };
}
