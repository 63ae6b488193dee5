using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using RawSocket;

int[] ports = args.Length == 0 ? [10083, 8002, 8003] : [.. args.Select(static port => int.Parse(port, CultureInfo.InvariantCulture))];
string pages = Path.Combine(AppContext.BaseDirectory, "pages");
string receive = await File.ReadAllTextAsync(Path.Combine(pages, "receive.html"));
string chat = await File.ReadAllTextAsync(Path.Combine(pages, "chat.html"));
await Task.WhenAll(ports.Select((port, i) => i == 0 ? ListenAsync(port, "接收数据: ", receive) : ListenAsync(port, "", chat)));

static async Task ListenAsync(int port, string prefix, string page)
{
    using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    listener.Bind(new IPEndPoint(IPAddress.Loopback, port));
    listener.Listen();
    Console.WriteLine($"listening on ws://{listener.LocalEndPoint}/chatsocket, with a page at http://{listener.LocalEndPoint}/");
    while (true)
    {
        _ = ServeAsync(await listener.AcceptAsync(), prefix, page);
    }
}

static async Task ServeAsync(Socket socket, string prefix, string page)
{
    string client = $"{socket.RemoteEndPoint}";
    Console.WriteLine($"{client} connected");
    try
    {
        using var connection = new EchoConnection(socket, Encoding.UTF8.GetBytes(prefix), page);
        await connection.RunAsync();
    }
    catch (Exception exception) when (exception is SocketException or TimeoutException)
    {
        // It has vanished, or takes nothing any more. The other clients never notice.
    }

    Console.WriteLine($"{client} left");
}
