namespace Parley.Chat;

/// <summary>Where the page's files are: beside the program once it is published, in the project before.</summary>
internal static class ContentRoot
{
    public static string Find() => Directory.Exists(Path.Combine(AppContext.BaseDirectory, "wwwroot"))
        ? AppContext.BaseDirectory
        : Directory.GetCurrentDirectory();
}
