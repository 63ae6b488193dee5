using System.CommandLine;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Parley.Channels;
using Parley.Protocol;

namespace Parley.Cli;

/// <summary><c>parley publish</c>: says something in a room, through Redis.</summary>
internal static class PublishCommand
{
    public static Command Create()
    {
        var group = new Argument<string>("GROUP") { Description = "The room's name." };
        var text = new Argument<string>("TEXT") { Description = "What is said." };
        var command = new Command(
            "publish", "Publishes a text to a room whose servers share it through Redis, and says which place it got there.")
        {
            group,
            text,
        };
        var redis = new RedisCommandOptions(command);
        group.Validators.Add(static result =>
        {
            if (!GroupName.TryCreate(result.Tokens[0].Value, out _))
            {
                result.AddError($"{GroupName.Rule} '{result.Tokens[0].Value}' is not.");
            }
        });
        command.Validators.Add(result =>
        {
            if (!redis.IsGiven(result))
            {
                result.AddError("Say through which Redis: --redis and a URL, such as redis://127.0.0.1.");
            }
        });
        command.SetAction((result, cancellationToken) => RunAsync(
            redis.Read(result)!, new GroupName(result.GetValue(group)!), result.GetValue(text)!, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        RedisSettings redis, GroupName group, string text, CancellationToken cancellationToken)
    {
        await using IChannelLayer layer = redis.CreateLayer(NullLoggerFactory.Instance);
        try
        {
            await layer.StartAsync(new DeafNode(), cancellationToken);
            Publication publication = Publication.Broadcast(MessageType.Text, Encoding.UTF8.GetBytes(text));
            PublishResult published = await layer.PublishAsync(group, publication, cancellationToken);
            publication.Release();
            await Console.Out.WriteLineAsync(
                published.Position.Epoch is null ? "published" : $"published as {published.Position.Offset}");
            return 0;
        }
        catch (Exception exception) when (exception is IOException or ArgumentException or FormatException)
        {
            await Console.Error.WriteLineAsync("parley: " + exception.Message);
            return 1;
        }
    }
}
