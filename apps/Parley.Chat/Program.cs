using Parley.Channels;
using Parley.Chat;

if (args.Contains("--help") || args.Contains("-h"))
{
    Console.WriteLine(Help.Text);
    return 0;
}

try
{
    await using WebApplication app = await ChatServer.CreateAsync(args);
    using IDisposable? metrics = Otlp.Start(app.Services.GetRequiredService<ChatSettings>());
    await app.StartAsync();
    Console.WriteLine(Greeting.Of(app));
    await app.WaitForShutdownAsync();
    return 0;
}
catch (Exception exception) when (exception is SettingsException or StorageException or HistoryException)
{
    Console.Error.WriteLine($"Parley can't start: {exception.Message}");
    return 2;
}
catch (IOException exception)
{
    Console.Error.WriteLine($"Parley can't start: {exception.Message}");
    Console.Error.WriteLine("Stop the program that uses this address, or choose another: --urls http://localhost:8080");
    return 1;
}
