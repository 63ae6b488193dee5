using System.CommandLine;
using System.CommandLine.Parsing;
using Parley.Channels.Redis;

namespace Parley.Cli;

/// <summary>The options that say through which Redis groups are shared, and what they mean together.</summary>
internal sealed class RedisCommandOptions
{
    private const string DjangoCore = "django-core";
    private const string DjangoPubSub = "django-pubsub";

    private readonly Option<RedisOptions?> _redis = new("--redis")
    {
        Description = "Shares the rooms with all servers that use the same Redis. Redis keeps the history then: --history-length "
            + "says how much.",
        HelpName = "redis://[USER:PASSWORD@]HOST[:PORT][/DATABASE]",
        CustomParser = ParseUrl,
    };

    private readonly Option<LayerKind> _layer = new("--layer")
    {
        Description = "In whose form: native, with history and positions; django-core and django-pubsub share rooms with Django "
            + "processes whose channel layer is channels_redis.core or channels_redis.pubsub.",
        HelpName = "native|django-core|django-pubsub",
        CustomParser = ParseLayer,
    };

    private readonly Option<string?> _prefix = new("--prefix")
    {
        Description = "What the names of keys in Redis begin with: parley unless given, and asgi for Django's forms, as in its settings.",
        HelpName = "PREFIX",
    };

    public RedisCommandOptions(Command command)
    {
        command.Options.Add(_redis);
        command.Options.Add(_layer);
        command.Options.Add(_prefix);
        command.Validators.Add(result => RequireRedis(result, _layer, _prefix));
    }

    public bool IsGiven(CommandResult result) => result.GetResult(_redis) is { Implicit: false };

    /// <summary>What was given; null without <c>--redis</c>.</summary>
    public RedisSettings? Read(ParseResult result) => result.GetValue(_redis) is { } redis
        ? new RedisSettings(redis, result.GetValue(_layer)) { Prefix = result.GetValue(_prefix) }
        : null;

    /// <summary>Whether a layer was asked for that has no history.</summary>
    public bool IsDjango(CommandResult result) =>
        result.GetResult(_layer) is { Implicit: false, Tokens: [var token] } && token.Value is (DjangoCore or DjangoPubSub);

    /// <summary>Adds an error for each option that means nothing without <c>--redis</c>.</summary>
    public void RequireRedis(CommandResult result, params ReadOnlySpan<Option> options)
    {
        foreach (Option option in options)
        {
            if (!IsGiven(result) && result.GetResult(option) is { Implicit: false })
            {
                result.AddError($"{option.Name} says something about Redis: give --redis and a URL too, such as redis://127.0.0.1.");
            }
        }
    }

    private static RedisOptions? ParseUrl(ArgumentResult result)
    {
        try
        {
            return RedisOptions.Parse(result.Tokens[0].Value);
        }
        catch (FormatException exception)
        {
            result.AddError($"--redis: {exception.Message}");
            return null;
        }
    }

    private static LayerKind ParseLayer(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        LayerKind? kind = text switch
        {
            "native" => LayerKind.Native,
            DjangoCore => LayerKind.DjangoCore,
            DjangoPubSub => LayerKind.DjangoPubSub,
            _ => null,
        };
        if (kind is null)
        {
            result.AddError($"--layer takes native, django-core or django-pubsub; '{text}' is none of them.");
        }

        return kind ?? LayerKind.Native;
    }
}
