namespace Parley.Chat;

/// <summary>Shows a page under addresses that have no file of their own.</summary>
internal static class Pages
{
    public static Task ShowAsync(HttpContext context, string file)
    {
        IWebHostEnvironment environment = context.RequestServices.GetRequiredService<IWebHostEnvironment>();
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.SendFileAsync(environment.WebRootFileProvider.GetFileInfo(file), context.RequestAborted);
    }
}
