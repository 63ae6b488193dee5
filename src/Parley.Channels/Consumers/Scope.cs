using System.Net;
using Parley.Protocol;

namespace Parley.Channels;

/// <summary>What a consumer's connection was opened with.</summary>
public sealed class Scope
{
    private readonly UpgradeRequest _request;

    internal Scope(UpgradeRequest request, IReadOnlyDictionary<string, string> route)
    {
        _request = request;
        Route = route;
    }

    /// <summary>The path, percent-encoded, without the query.</summary>
    public string Path => _request.Head.Path;

    /// <summary>The query without its question mark, percent-encoded; empty if there is none.</summary>
    public string Query => _request.Head.Query;

    /// <summary>The values of the route's parameters, decoded: for <c>/room/{group}/</c>, the value of <c>group</c>.</summary>
    public IReadOnlyDictionary<string, string> Route { get; }

    /// <summary>The request's header fields.</summary>
    public HeaderFields Fields => _request.Head.Fields;

    /// <summary>The subprotocols that the client offers, in its order of preference.</summary>
    public IReadOnlyList<string> Subprotocols => _request.Offer.Subprotocols;

    /// <summary>The client's address, if known.</summary>
    public EndPoint? RemoteEndPoint => _request.RemoteEndPoint;
}
