using System.Globalization;

namespace Parley.Chat;

/// <summary>Pictures: sent to <c>/api/pictures</c>, shown from <c>/pictures/</c>.</summary>
internal sealed class PictureEndpoints(ChatSettings settings, IChatStorage storage, RateLimits limits, ChatMetrics metrics)
{
    public void Map(WebApplication app)
    {
        app.MapPost("/api/pictures", (RequestDelegate)TakeAsync);
        app.MapGet(PictureName.Prefix + "{name}", (RequestDelegate)ShowAsync);
    }

    private async Task TakeAsync(HttpContext context)
    {
        Visitor visitor = Visitor.Of(context);
        if (visitor.User is null)
        {
            await Answers.RefuseAsync(context, 401, "not_signed_in", visitor.Refusal ?? "Take a name first: POST /api/guest.");
            return;
        }

        if (PictureType.OfMediaType(context.Request.ContentType) is not { } type)
        {
            await Answers.RefuseAsync(
                context, 415, "bad_type", "Pictures are sent as image/png, image/jpeg, image/gif or image/webp.");
        }
        else if (await limits.TryPictureAsync(context) && await ReadAsync(context) is { } content)
        {
            await KeepAsync(context, content, type);
        }
    }

    private async Task KeepAsync(HttpContext context, byte[] content, PictureType type)
    {
        if (PictureHead.Read(content) is not { } head || head.Type != type)
        {
            await Answers.RefuseAsync(context, 415, "bad_picture", $"These bytes are no {type.MediaType}.");
            return;
        }

        if (!head.IsShowable)
        {
            await Answers.RefuseAsync(
                context, 415, "bad_picture", string.Create(CultureInfo.InvariantCulture, $"A picture of {head.Width} by {head.Height} is too large to be shown."));
            return;
        }

        string name = PictureName.Of(content, type);
        await storage.SavePictureAsync(name, content, context.RequestAborted);
        metrics.CountPicture();
        await Answers.WriteAsync(
            context, new PictureAnswer(PictureName.Prefix + name, head.Width, head.Height), ChatJson.Default.PictureAnswer);
    }

    private async ValueTask<byte[]?> ReadAsync(HttpContext context)
    {
        if (await Bodies.ReadAsync(context, settings.PictureSize) is { } content)
        {
            return content;
        }

        await Answers.RefuseAsync(
            context, 413, "too_large", string.Create(CultureInfo.InvariantCulture, $"A picture has at most {settings.PictureSize} bytes."));
        return null;
    }

    private async Task ShowAsync(HttpContext context)
    {
        string name = context.Request.RouteValues["name"] as string ?? "";
        if (!PictureName.IsName(name) || await storage.ReadPictureAsync(name, context.RequestAborted) is not { } content)
        {
            await Answers.RefuseAsync(context, 404, "no_picture", "There is no such picture, or no more.");
            return;
        }

        IHeaderDictionary fields = context.Response.Headers;
        fields.ContentType = PictureType.OfExtension(name.AsSpan(name.IndexOf('.', StringComparison.Ordinal)))!.MediaType;
        fields.ContentLength = content.Length;

        // The name is a hash of the content. Nothing in it may run, whoever opens it in a tab of its own.
        fields.CacheControl = "public, max-age=31536000, immutable";
        fields.ContentSecurityPolicy = "default-src 'none'; sandbox";
        fields["Cross-Origin-Resource-Policy"] = "cross-origin";
        await context.Response.Body.WriteAsync(content, context.RequestAborted);
    }
}
