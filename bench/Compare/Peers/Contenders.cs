using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Parley.Compare.Peers;

/// <summary>The servers that are there, and a sentence for each that isn't.</summary>
internal sealed class Contenders
{
    public const string Ours = "Parley";

    /// <summary>Parley inside ASP.NET Core, with its engine as Kestrel's transport.</summary>
    public const string Engine = "kestrel-engine";
    public const string Kestrel = "Kestrel";
    public const string Bun = "Bun";
    public const string SignalR = "SignalR";

    /// <summary>Django Channels with channels_redis.</summary>
    public const string Django = "django";

    /// <summary>A node of <c>parley room</c> on a Redis.</summary>
    public const string Room = "Parley on Redis";

    /// <summary>The same in the format of channels_redis.</summary>
    public const string CoreRoom = "Parley on Redis, django-core";

    /// <summary>Two nodes of <c>parley room</c> on a Redis.</summary>
    public const string TwoNodes = "Parley, two nodes on Redis";

    private const string RoomPath = "room/a/";

    private readonly List<Contender> _all = [];
    private readonly List<string> _missing = [];
    private readonly Settings _settings;

    private Contenders(Settings settings) => _settings = settings;

    /// <summary>The peers, in the tables' order.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [Kestrel, SignalR, Bun, "Deno", "ws", "websockets", "Tornado", "Channels", Django];

    public IReadOnlyList<Contender> All => _all;

    /// <summary>What isn't there, in sentences.</summary>
    public IReadOnlyList<string> Missing => _missing;

    public static Contenders Find(Settings settings)
    {
        var found = new Contenders(settings);
        string own = settings.InPeers("parley", "parley");
        string dotnet = RuntimeInformation.FrameworkDescription;
        found.Add(Ours, File.Exists(own) ? "this commit, " + dotnet : null, (kind, port) => [own, kind, "--port", Text(port)]);
        found.Add(
            Engine,
            File.Exists(own) ? "this commit, " + dotnet : null,
            (kind, port) => [own, kind, "--port", Text(port), "--hosting", "kestrel-engine"]);
        foreach (string form in (string[])["handler", "delegate", "consumer"])
        {
            found.AddDotnet("ParleyForms", form, dotnet, form);
        }

        found.AddDotnet(Kestrel, Kestrel, "ASP.NET Core of " + dotnet);
        found.AddDotnet(SignalR, SignalR, "ASP.NET Core of " + dotnet);
        found.AddScripts();
        found.AddPython("websockets", "websockets", "websockets_server.py");
        found.AddPython("Tornado", "tornado", "tornado_server.py");
        found.AddPython("Channels", "channels", "channels_server.py");
        found.AddOnRedis(own, dotnet);
        return found;
    }

    /// <summary>A server by its name, or null if it isn't there.</summary>
    public Contender? this[string name] => _all.Find(contender => contender.Name == name);

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);

    private void AddDotnet(string project, string name, string version, params string[] arguments)
    {
        string program = _settings.InPeers(project, project);
        Add(name, File.Exists(program) ? version : null, (_, port) => [program, .. arguments, Text(port)]);
    }

    private void AddScripts()
    {
        string bun = _settings.InPeers("node_modules", ".bin", "bun");
        Add(Bun, Tool.Ask(bun, "--version"), (_, port) => [bun, _settings.Source("bun.js"), Text(port)]);
        string deno = _settings.InPeers("node_modules", ".bin", "deno");
        // "deno 2.9.6 (stable, ...)"
        Add("Deno", Tool.Ask(deno, "--version")?.Split(' ')[1], (_, port) => [deno, "run", "--allow-net", _settings.Source("deno.js"), Text(port)]);
        string package = _settings.InPeers("node_modules", "ws", "package.json");
        string? node = Tool.Ask("node", "--version");
        string? version = node is not null && File.Exists(package) ? $"{VersionIn(package)} on Node {node}" : null;
        Add("ws", version, (_, port) => ["node", _settings.Source("ws.mjs"), Text(port)]);
    }

    private static string? VersionIn(string package)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(package));
        return document.RootElement.GetProperty("version").GetString();
    }

    private void AddOnRedis(string own, string dotnet)
    {
        string? redis = Tool.Ask("redis-server", "--version")?.Split(' ').FirstOrDefault(static word => word.StartsWith("v=", StringComparison.Ordinal))?[2..];
        if (redis is null)
        {
            _missing.Add("redis-server is not installed, and what needs it was left out.");
            return;
        }

        string? room = File.Exists(own) ? $"this commit, {dotnet}, Redis {redis}" : null;
        AddRoom(Room, room, "native", own);
        AddRoom(CoreRoom, room, "django-core", own);
        AddRoom(TwoNodes, room, "native", own, nodes: 2);
        AddPython(Django, "channels_redis", "channels_server.py", $", Redis {redis}");
        Change(Django, static django => django with
        {
            RedisArguments = static port => [Url(port)],
            Path = "broadcast",
        });
    }

    private void AddRoom(string name, string? version, string layer, string own, int nodes = 1)
    {
        Add(name, version, (_, port) => [own, "room", "--port", Text(port)]);
        Change(name, room => room with
        {
            RedisArguments = port => ["--redis", Url(port), "--layer", layer],
            Path = RoomPath,
            Nodes = nodes,
        });
    }

    private void Change(string name, Func<Contender, Contender> change)
    {
        int place = _all.FindIndex(contender => contender.Name == name);
        if (place >= 0)
        {
            _all[place] = change(_all[place]);
        }
    }

    private static string Url(int port) => $"redis://127.0.0.1:{Text(port)}";

    // The system's packages belong to the system's Python, which need not be the first one found.
    private void AddPython(string name, string module, string script, string remark = "")
    {
        string code = $"import {module}, platform, importlib.metadata as m; print(m.version('{module}'), 'on Python', platform.python_version())";
        var found = ((string[])["python3", "/usr/bin/python3"])
            .Select(python => (Program: python, Version: Tool.Ask(python, "-c", code)))
            .FirstOrDefault(static python => python.Version is not null);
        Add(name, found.Version is null ? null : found.Version + remark, (_, port) => [found.Program, _settings.Source(script), Text(port)]);
    }

    private void Add(string name, string? version, Func<string, int, string[]> command)
    {
        if (version is null)
        {
            _missing.Add($"{name} is not installed and was left out.");
            return;
        }

        _all.Add(new Contender(name, version, command)
        {
            IsOurs = !Names.Contains(name),
            SpeaksSignalR = name == SignalR,
            IsSlow = name == "Channels",
        });
    }
}
