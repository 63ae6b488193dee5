using System.Text.Json;
using Parley.Channels;
using Parley.Protocol;

namespace PushCompared;

/// <summary>The third way: the feed's events as they happen, on one connection.</summary>
internal sealed class SocketConsumer(Feed feed, Tallies tallies) : Consumer
{
    protected override async ValueTask OnConnectAsync(CancellationToken cancellationToken)
    {
        string viewer = Scope.Query["viewer"] ?? "";
        await AcceptAsync();
        for (long last = feed.LastId; !cancellationToken.IsCancellationRequested;)
        {
            Feed.Event[] events = await feed.WaitAsync(last, cancellationToken);
            byte[] json = JsonSerializer.SerializeToUtf8Bytes(events, JsonSerializerOptions.Web);
            await SendAsync(MessageType.Text, json, cancellationToken);
            tallies.Add((viewer, "socket"), 0, FrameWriter.HeaderSize(json.Length, Role.Server) + json.Length);
            last = events is [.., Feed.Event newest] ? newest.Id : last;
        }
    }
}
