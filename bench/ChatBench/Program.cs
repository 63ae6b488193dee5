using System.CommandLine;
using Parley.ChatBench;

var server = new Option<string>("--server") { Description = "The chat's program.", DefaultValueFactory = static _ => "bench/.peers/chat/Parley.Chat" };
Option<int> sessions = Number("--sessions", 2000, "How many sessions chat.");
Option<int> rooms = Number("--rooms", 20, "How many rooms they are dealt round; each is in one.");
Option<int> rate = Number("--rate", 100, "Messages a second, of all together.");
Option<int> seconds = Number("--seconds", 30, "How long.");
var load = new Command("load", "Puts sessions on one chat server, and says how long messages take.") { server, sessions, rooms, rate, seconds };
load.SetAction((result, cancellationToken) => new LoadRun(
    result.GetValue(server)!, result.GetValue(sessions), result.GetValue(rooms), result.GetValue(rate), result.GetValue(seconds)).RunAsync(cancellationToken));

Option<int> nodes = Number("--nodes", 3, "How many servers share a Redis.");
Option<int> clients = Number("--clients", 150, "How many people chat.");
Option<int> chatting = Number("--rate", 75, "Messages a second, of all together.");
var rolling = new Command("rolling", "Restarts chat servers one after another while people chat.") { server, nodes, clients, chatting };
rolling.SetAction((result, cancellationToken) => new RollingRun(
    result.GetValue(server)!, result.GetValue(nodes), result.GetValue(clients), result.GetValue(chatting)).RunAsync(cancellationToken));

return await new RootCommand("Measures the chat.") { load, rolling }.Parse(args).InvokeAsync();

static Option<int> Number(string name, int value, string description) =>
    new(name) { Description = description, DefaultValueFactory = _ => value };
