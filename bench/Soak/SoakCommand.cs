using System.CommandLine;
using System.CommandLine.Parsing;
using System.ComponentModel;
using System.Globalization;

namespace Parley.Soak;

/// <summary>The command line behind <c>bench/soak-sessions.sh</c>.</summary>
internal static class SoakCommand
{
    private static readonly Option<string> _server = new("--server")
    {
        Description = "The program parley.",
        DefaultValueFactory = static _ => "out/parley",
    };

    private static readonly Option<int> _clients = Number("--clients", 200, "How many clients there are.");
    private static readonly Option<int> _node = Number("--node-clients", 0, "How many of them are parley.js in Node.");
    private static readonly Option<int> _groups = Number("--group-count", 1, "How many groups the clients are dealt round; each is in one.");
    private static readonly Option<double> _minutes = new("--minutes")
    {
        Description = "How long.",
        DefaultValueFactory = static _ => 3,
    };

    private static readonly Option<string> _killEvery = new("--kill-every")
    {
        Description = "How often the server is killed with SIGKILL, such as 5s; 0s for never.",
        DefaultValueFactory = static _ => "5s",
    };

    private static readonly Option<double> _rate = new("--rate")
    {
        Description = "Publications a second, of all clients together.",
        DefaultValueFactory = static _ => 200,
    };

    private static readonly Option<string> _history = new("--history")
    {
        Description = "Where the server keeps history: sqlite survives it.",
        DefaultValueFactory = static _ => "sqlite",
    };

    private static readonly Option<int> _nodes = Number("--nodes", 1, "How many servers there are; more than one share a Redis.");
    private static readonly Option<int> _redisKills = Number("--redis-kills", 2, "How often Redis is killed in all, and started again.");
    private static readonly Option<string> _redis = new("--redis")
    {
        Description = "A Redis that is started for the servers: durable keeps what it has acknowledged, forgetful keeps nothing.",
        DefaultValueFactory = static _ => "none",
    };

    private static readonly Option<int> _seed = Number("--seed", 1, "Decides what is left to chance.");

    public static RootCommand Create()
    {
        _history.AcceptOnlyFromAmong("sqlite");
        _redis.AcceptOnlyFromAmong("none", "durable", "forgetful");
        _killEvery.Validators.Add(static result =>
        {
            if (ReadSeconds(result) is null)
            {
                result.AddError("--kill-every takes seconds, such as 5s.");
            }
        });
        var command = new RootCommand(
            "Kills the server of sessions again and again, and restarts it on its file, while clients publish over TCP. Fails if "
            + "anything that was acknowledged is not in every member's transcript exactly once, or if two transcripts differ.")
        {
            _server, _clients, _node, _groups, _minutes, _killEvery, _rate, _history, _seed, _nodes, _redis, _redisKills,
        };
        command.SetAction(static (result, cancellationToken) => RunAsync(Read(result), cancellationToken));
        return command;
    }

    private static Option<int> Number(string name, int value, string description)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => value };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Any(static token => token.Value.StartsWith('-')))
            {
                result.AddError($"{name} takes a number from 0 on.");
            }
        });
        return option;
    }

    private static double? ReadSeconds(OptionResult result)
    {
        string text = result.Tokens is [var token] ? token.Value : "5s";
        return double.TryParse(text.TrimEnd('s'), CultureInfo.InvariantCulture, out double seconds) && seconds >= 0 ? seconds : null;
    }

    private static SoakSettings Read(ParseResult result) => new()
    {
        Server = Path.GetFullPath(result.GetValue(_server)!),
        Folder = Directory.CreateTempSubdirectory("parley-soak-").FullName,
        Clients = result.GetValue(_clients),
        NodeClients = result.GetValue(_node),
        Groups = Math.Max(1, result.GetValue(_groups)),
        Length = TimeSpan.FromMinutes(result.GetValue(_minutes)),
        KillEvery = TimeSpan.FromSeconds(
            double.Parse(result.GetValue(_killEvery)!.TrimEnd('s'), CultureInfo.InvariantCulture)),
        Rate = result.GetValue(_rate),
        Seed = result.GetValue(_seed),
        Nodes = Math.Max(1, result.GetValue(_nodes)),
        Redis = Enum.Parse<RedisKind>(result.GetValue(_redis)!, ignoreCase: true),
        RedisKills = result.GetValue(_redisKills),
    };

    private static async Task<int> RunAsync(SoakSettings settings, CancellationToken cancellationToken)
    {
        try
        {
            await using var run = new SoakRun(settings);
            return await run.RunAsync(cancellationToken) ? 0 : 1;
        }
        catch (Exception exception) when (exception is SoakException or IOException or Win32Exception)
        {
            await Console.Error.WriteLineAsync("soak: " + exception.Message);
            return 2;
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("soak: stopped");
            return 130;
        }
        finally
        {
            Directory.Delete(settings.Folder, recursive: true);
        }
    }
}
