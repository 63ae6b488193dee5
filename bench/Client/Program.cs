using System.Globalization;
using Parley.ClientCost;

// What an echo of 20 bytes costs a client: ours and .NET's own, in turn, against one server.
//   ClientCost ws://HOST:PORT/ [ROUNDS] [SECONDS]
if (args is not [string url, ..])
{
    Console.Error.WriteLine("Expected the address of a server that echoes: ClientCost ws://HOST:PORT/ [ROUNDS] [SECONDS]");
    return 1;
}

int rounds = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 3;
double seconds = args.Length > 2 ? double.Parse(args[2], CultureInfo.InvariantCulture) : 2;
var uri = new Uri(url);
Console.WriteLine("| connections | round | client | messages/s | CPU for each message | messages for each second of CPU, against ClientWebSocket |");
Console.WriteLine("|---:|---:|---|---:|---:|---:|");
foreach (int connections in new[] { 1, 100 })
{
    for (int round = 1; round <= rounds; round++)
    {
        await Round.RunAsync(uri, connections, round, TimeSpan.FromSeconds(seconds));
    }
}

return 0;
