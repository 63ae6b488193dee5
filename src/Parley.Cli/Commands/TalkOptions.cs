using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Parley.Cli.Connect;

namespace Parley.Cli;

/// <summary>What is shown and kept of a conversation, and when it is over.</summary>
internal sealed class TalkOptions
{
    private const string Forever = "forever";

    private static readonly TimeSpan _usualWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _waitForCount = TimeSpan.FromSeconds(30);

    private readonly Option<bool> _json = new("--json") { Description = "Show messages that are JSON over several lines." };

    private readonly Option<string?> _record = new("--record")
    {
        Description = "Write all messages to a file, as lines of JSON. 'parley replay' sends them again.",
        HelpName = "FILE",
    };

    private readonly Option<int?> _count = new("--count")
    {
        Description = "End after so many messages have come; with 3 if there are fewer.",
        HelpName = "N",
    };

    private readonly Option<string?> _wait = new("--wait")
    {
        Description = "When all is sent: how long to wait for a further message. 1 unless given, 30 with --count.",
        HelpName = "SECONDS|forever",
    };

    /// <summary>Adds the options to a command.</summary>
    public TalkOptions(Command command)
    {
        command.Options.Add(_json);
        command.Options.Add(_record);
        command.Options.Add(_count);
        command.Options.Add(_wait);
        OptionRules.Require(_count, static count => count > 0, "--count takes a number above 0.");
        _wait.Validators.Add(static result => CheckWait(result));
    }

    /// <summary>What was said on the command line.</summary>
    public ConnectSettings Read(ParseResult result, ConnectSettings settings)
    {
        int? count = result.GetValue(_count);
        return settings with
        {
            IsJson = result.GetValue(_json),
            RecordFile = result.GetValue(_record),
            Count = count,
            Wait = result.GetValue(_wait) switch
            {
                null => count is null ? _usualWait : _waitForCount,
                Forever => null,
                var seconds => TimeSpan.FromSeconds(double.Parse(seconds, CultureInfo.InvariantCulture)),
            },
        };
    }

    private static void CheckWait(OptionResult result)
    {
        string text = result.Tokens is [{ Value: var value }] ? value : Forever;
        bool isTime = double.TryParse(text, CultureInfo.InvariantCulture, out double seconds) && seconds is >= 0 and <= 1_000_000;
        if (!isTime && text != Forever)
        {
            result.AddError($"--wait takes a number of seconds from 0 to 1,000,000, or {Forever}, not '{text}'.");
        }
    }
}
