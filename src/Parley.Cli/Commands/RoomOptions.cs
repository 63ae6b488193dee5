using System.CommandLine;
using System.CommandLine.Parsing;
using Parley.Channels;
using Parley.Channels.Redis;

namespace Parley.Cli;

/// <summary>Where rooms keep what is published, and whom they share it with.</summary>
internal sealed class RoomOptions
{
    private readonly Option<HistorySettings> _history = HistoryOption.Create();
    private readonly RedisCommandOptions _redis;

    private readonly Option<int> _length = new("--history-length")
    {
        Description = "How many publications each room keeps.",
        HelpName = "N",
        DefaultValueFactory = static _ => HistoryOptions.Default.MaxPublications,
    };

    private readonly Option<bool> _durable = new("--redis-durable")
    {
        Description = "Redis never loses what it has acknowledged: appendonly yes, appendfsync always, no replica that may be behind "
            + "takes over. Without this, members are told after each start of Redis that something may be missing.",
    };

    public RoomOptions(Command command)
    {
        command.Options.Add(_history);
        command.Options.Add(_length);
        _redis = new RedisCommandOptions(command);
        command.Options.Add(_durable);
        OptionRules.Require(_length, static length => length > 0, "--history-length takes a number above zero.");
        command.Validators.Add(Check);
    }

    public ServerSettings Read(ParseResult result, ServerSettings settings)
    {
        var history = new HistoryOptions { MaxPublications = result.GetValue(_length) };
        return settings with
        {
            History = result.GetValue(_history)! with { Options = history },
            Redis = _redis.Read(result) is { } redis
                ? redis with
                {
                    History = history,
                    Durability = result.GetValue(_durable) ? RedisDurability.Durable : RedisDurability.MayGoBack,
                }
                : null,
        };
    }

    private void Check(CommandResult result)
    {
        _redis.RequireRedis(result, _durable);
        if (_redis.IsGiven(result) && result.GetResult(_history) is { Implicit: false })
        {
            result.AddError("--history is for a server alone: with --redis, Redis keeps the history. --history-length says how much.");
        }

        if (_redis.IsDjango(result) && result.GetResult(_length) is { Implicit: false })
        {
            result.AddError("--history-length means nothing with Django's forms, which have no history: use --layer native.");
        }
    }
}
