using System.Security.Claims;

namespace Parley.Channels.Tests.Consumers;

/// <summary>A consumer sees who its client is, and renews what it knows of it.</summary>
public sealed class ConsumerAuthenticationTests
{
    private readonly List<string> _events = [];

    [Fact]
    public void The_user_is_in_the_scope_and_is_renewed_on_the_open_connection()
    {
        var stage = new Stage("/", () => new ScriptedConsumer(_events)
        {
            Connecting = static consumer =>
            {
                Assert.False(consumer.Scope.User.Identity!.IsAuthenticated);
                consumer.Authentication.Renew(Named("Ada"));
                return consumer.Accept();
            },
            Receiving = static (consumer, text, _) =>
            {
                consumer.Authentication.Renew(Named(text), DateTimeOffset.UnixEpoch.AddSeconds(60));
                return consumer.Say($"hello {consumer.Scope.User.Identity!.Name}");
            },
            Disconnecting = consumer =>
            {
                _events.Add($"bye {consumer.Scope.User.Identity!.Name}");
                return ValueTask.CompletedTask;
            },
        });
        var peer = stage.Connect();
        peer.Say("Grace");
        Assert.Equal(["text hello Grace"], peer.Received);
        stage.Loop.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(["connect", "Grace", "disconnect 3000", "bye Grace"], _events);
    }

    private static ClaimsPrincipal Named(string name) => new(new ClaimsIdentity([new Claim(ClaimTypes.Name, name)], "test"));
}
