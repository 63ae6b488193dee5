using System.Globalization;
using HandlerEcho;

switch (args)
{
    case []:
        await EchoServer.RunAsync(8765);
        return 0;
    case [var port] when ushort.TryParse(port, CultureInfo.InvariantCulture, out ushort number):
        await EchoServer.RunAsync(number);
        return 0;
    case ["connect"]:
        return await InteractiveClient.RunAsync(new Uri("ws://127.0.0.1:8765/"));
    case ["connect", var address] when Uri.TryCreate(address, UriKind.Absolute, out Uri? uri):
        return await InteractiveClient.RunAsync(uri);
    default:
        Console.Error.WriteLine("Expected: nothing or a port, to serve; or 'connect' and an address such as ws://127.0.0.1:8765/.");
        return 2;
}
