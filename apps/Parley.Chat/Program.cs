using Parley.Channels;
using Parley.Chat;

if (args.Contains("--help") || args.Contains("-h"))
{
    Console.WriteLine(Help.Text);
    return 0;
}

WebApplicationBuilder builder = WebApplication.CreateBuilder(new WebApplicationOptions
{
    Args = args,
    ContentRootPath = ContentRoot.Find(),
});
builder.Services.AddParley(options =>
{
    foreach (string origin in builder.Configuration.GetSection("AllowedOrigins").Get<string[]>() ?? [])
    {
        options.AllowedOrigins.Add(origin);
    }
});

await using WebApplication app = builder.Build();
app.UseMiddleware<PageSecurity>();
app.UseDefaultFiles();
app.UseStaticFiles();
app.MapConsumer<RoomConsumer>("/room/{group}/");
app.MapGet("/health", static () => "healthy\n");

try
{
    await app.StartAsync();
}
catch (IOException exception)
{
    Console.Error.WriteLine($"Parley can't start: {exception.Message}");
    Console.Error.WriteLine("Stop the program that uses this address, or choose another: --urls http://localhost:8080");
    return 1;
}

Console.WriteLine($"The chat is open at {string.Join(" and ", app.Urls)}. Ctrl+C ends it.");
await app.WaitForShutdownAsync();
return 0;
