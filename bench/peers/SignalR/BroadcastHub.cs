using Microsoft.AspNetCore.SignalR;

namespace Parley.Peers.SignalR;

/// <summary>Every message goes to everyone, the sender included.</summary>
internal sealed class BroadcastHub : Hub
{
    public Task Send(string text) => Clients.All.SendAsync("Receive", text);
}
