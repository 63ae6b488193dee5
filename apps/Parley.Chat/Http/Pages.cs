using Microsoft.Extensions.FileProviders;

namespace Parley.Chat;

/// <summary>Shows pages under addresses that have no file of their own.</summary>
internal static class Pages
{
    public static void Map(WebApplication app)
    {
        app.MapGet("/", (RequestDelegate)(static context => ShowAsync(context, "index.html")));
        app.MapGet("/room/{id}", (RequestDelegate)(static context => ShowAsync(context, "index.html")));
        app.MapGet("/admin/{rest?}", (RequestDelegate)ShowAdminAsync);
    }

    // The page's own files are beside it, so its address has to end with a slash.
    private static Task ShowAdminAsync(HttpContext context)
    {
        if (context.Request.Path.Value is "/admin/")
        {
            return ShowAsync(context, "admin/index.html");
        }

        if (context.Request.Path.Value is "/admin")
        {
            context.Response.Redirect("/admin/");
        }
        else
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
        }

        return Task.CompletedTask;
    }

    private static Task ShowAsync(HttpContext context, string file)
    {
        IFileInfo page = context.RequestServices.GetRequiredService<IWebHostEnvironment>().WebRootFileProvider.GetFileInfo(file);
        if (!page.Exists)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.SendFileAsync(page, context.RequestAborted);
    }
}
