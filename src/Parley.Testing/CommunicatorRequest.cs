using System.Net;
using Microsoft.Extensions.Logging;
using Parley.Protocol;

namespace Parley.Testing;

/// <summary>A good handshake, without the handshake.</summary>
internal sealed class CommunicatorRequest : UpgradeRequest
{
    private readonly TaskCompletionSource<ConnectResult> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly InMemoryTransport _transport;

    public CommunicatorRequest(InMemoryTransport transport, CommunicatorOptions options, ILogger logger)
        : base(
            RequestHead.Create("GET", options.Path, FieldsOf(options)),
            new ClientOffer(AcceptKey.NewKey(), "localhost", null, options.Subprotocols, []),
            transport.Loop,
            options.Connection,
            logger)
    {
        _transport = transport;
        RemoteEndPoint = options.RemoteEndPoint;
        if (options.User is { } user)
        {
            Connection.Authentication.Renew(user);
        }
    }

    public Task<ConnectResult> Answer => _answer.Task;

    public override EndPoint? RemoteEndPoint { get; }

    /// <summary>The client goes, perhaps before it was answered. On the loop.</summary>
    public void Leave()
    {
        if (GiveUp())
        {
            _answer.TrySetCanceled();
        }
    }

    protected override ValueTask<bool> OpenAsync(IWebSocketHandler handler, string? subprotocol)
    {
        OpenOn(_transport, handler, subprotocol, []);
        _transport.Start();
        _answer.TrySetResult(new ConnectResult(true, subprotocol, null));
        return ValueTask.FromResult(true);
    }

    protected override void Refuse(HttpReply reply) => _answer.TrySetResult(new ConnectResult(false, null, reply));

    private static IEnumerable<KeyValuePair<string, string>> FieldsOf(CommunicatorOptions options)
    {
        yield return KeyValuePair.Create("Host", "localhost");
        foreach (KeyValuePair<string, string> field in options.Fields)
        {
            yield return field;
        }

        if (options.Cookies.Count > 0)
        {
            yield return KeyValuePair.Create(
                "Cookie", string.Join("; ", options.Cookies.Select(static cookie => $"{cookie.Key}={cookie.Value}")));
        }
    }
}
