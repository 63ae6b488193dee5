namespace Parley.Chat;

/// <summary>
/// Header fields that keep a page from running anything but its own files, and from being framed by another site.
/// </summary>
internal sealed class PageSecurity(RequestDelegate next)
{
    // A browser's connect-src 'self' covers the WebSocket of the same host.
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
        + "manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public Task InvokeAsync(HttpContext context)
    {
        IHeaderDictionary fields = context.Response.Headers;
        fields.ContentSecurityPolicy = Policy;
        fields.XContentTypeOptions = "nosniff";
        fields["Referrer-Policy"] = "no-referrer";
        fields["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";

        // The files have no version in their names, so a browser has to ask whether they have changed.
        fields.CacheControl = "no-cache";
        return next(context);
    }
}
