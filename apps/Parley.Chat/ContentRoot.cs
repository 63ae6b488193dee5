namespace Parley.Chat;

/// <summary>Where the pages' files are: in the project while they are being written, else inside the program.</summary>
internal static class ContentRoot
{
    private const string Pages = "wwwroot";

    /// <summary>The folder that appsettings.json is in, if there is one.</summary>
    public static string Find() => Directory.Exists(Path.Combine(Directory.GetCurrentDirectory(), Pages))
        ? Directory.GetCurrentDirectory()
        : AppContext.BaseDirectory;

    /// <summary>Lets the program bring its own files, where there is no folder with them.</summary>
    public static void UseOwnPages(IWebHostEnvironment environment)
    {
        if (!Directory.Exists(Path.Combine(environment.ContentRootPath, Pages)))
        {
            environment.WebRootFileProvider = new Microsoft.Extensions.FileProviders.EmbeddedFileProvider(
                typeof(ContentRoot).Assembly, $"{nameof(Parley)}.{nameof(Chat)}.{Pages}");
        }
    }
}
