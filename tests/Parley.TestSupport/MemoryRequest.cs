using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Parley.Protocol;

namespace Parley.TestSupport;

/// <summary>A valid handshake on a transport in memory, without the handshake.</summary>
public sealed class MemoryRequest(
    Transport transport, string path, ConnectionOptions? options = null, ILogger? logger = null, params string[] subprotocols)
    : UpgradeRequest(
        RequestHead.Create("GET", path, [new("Host", "memory")]),
        new ClientOffer(AcceptKey.NewKey(), "memory", null, subprotocols, []),
        transport.Loop,
        options ?? ConnectionOptions.Default,
        logger ?? NullLogger.Instance)
{
    /// <summary>The answer, if the request was rejected.</summary>
    public HttpReply? Refusal { get; private set; }

    public override EndPoint? RemoteEndPoint => null;

    /// <summary>The client goes before it was answered.</summary>
    public bool Leave() => GiveUp();

    protected override ValueTask<bool> OpenAsync(IWebSocketHandler handler, string? subprotocol)
    {
        OpenOn(transport, handler, subprotocol, []);
        transport.Start();
        return ValueTask.FromResult(true);
    }

    protected override void Refuse(HttpReply reply) => Refusal = reply;
}
