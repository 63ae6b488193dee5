using System.Globalization;
using System.Text;
using Parley.Channels;
using Parley.Chat.Tests.Server;

namespace Parley.Chat.Tests;

/// <summary>A chat in the test's own process, in whose rooms much has been said.</summary>
public sealed class LongHistory : IAsyncLifetime
{
    private ChatHost? _host;

    /// <summary>The chat's address, without a slash at the end.</summary>
    public string Address => $"http://{_host!.Address.Authority}";

    public async ValueTask InitializeAsync() => _host = await ChatHost.StartAsync();

    /// <summary>Lets somebody say <c>number 1</c>, <c>number 2</c> and so on, as fast as history takes it.</summary>
    internal async Task PublishAsync(string room, int count)
    {
        IChannelLayer layer = _host!.Get<IChannelLayer>();
        var publishing = new List<Task>(count);
        for (int i = 1; i <= count; i++)
        {
            string id = i.ToString(CultureInfo.InvariantCulture);
            var publication = Publication.Create(
                PublicationKind.Message,
                DataForm.Json,
                Encoding.UTF8.GetBytes($$"""{"text":"number {{id}}"}"""),
                new PublicationOrigin($"{room}-{id}", User: "g:eves0000:Eve"));
            publishing.Add(layer.PublishAsync(RoomNames.GroupOf(room), publication).AsTask());
        }

        await Task.WhenAll(publishing);
    }

    public ValueTask DisposeAsync() => _host?.DisposeAsync() ?? ValueTask.CompletedTask;
}
