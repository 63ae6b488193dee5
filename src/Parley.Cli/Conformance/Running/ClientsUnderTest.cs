using System.Buffers;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Web;
using Parley.Protocol;

namespace Parley.Cli.Conformance;

/// <summary>
/// A server that clients drive themselves through, by the field's own paths: <c>/getCaseCount</c>, then
/// <c>/runCase?case=N&amp;agent=NAME</c> for each, then <c>/updateReports?agent=NAME</c>.
/// </summary>
internal sealed class ClientsUnderTest(IReadOnlyList<ConformanceCase> cases, CaseRunner runner, Func<string, IReadOnlyList<CaseResult>, Task> onReport)
    : IDisposable
{
    private readonly Dictionary<string, SortedDictionary<int, CaseResult>> _results = [];
    private readonly Lock _lock = new();
    private Socket? _listener;

    /// <summary>Begins to listen.</summary>
    /// <exception cref="IOException">The address can't be listened on.</exception>
    public IPEndPoint Listen(IPAddress address, int port)
    {
        _listener = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            _listener.Bind(new IPEndPoint(address, port));
            _listener.Listen();
        }
        catch (SocketException exception)
        {
            throw new IOException($"Can't listen on {address}:{port}: {exception.Message}.", exception);
        }

        return (IPEndPoint)_listener.LocalEndPoint!;
    }

    /// <summary>Serves clients until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Socket socket = await _listener!.AcceptAsync(cancellationToken);
            socket.NoDelay = true;
            _ = ServeAsync(socket, cancellationToken);
        }
    }

    public void Dispose() => _listener?.Dispose();

    private async Task ServeAsync(Socket socket, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = new NetworkStream(socket, ownsSocket: true);
            (byte[] head, byte[] behind) = await HeadStream.ReadAsync(stream, cancellationToken);
            if (!RequestHead.TryParse(head, out RequestHead? request, out HandshakeError? error)
                || !ServerHandshake.TryRead(request, out ClientOffer? offer, out error))
            {
                await RefuseAsync(stream, error, cancellationToken);
                return;
            }

            await AnswerAsync(stream, request, offer, behind, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or SocketException)
        {
            // The client went, or the tester ends.
        }
    }

    private static async Task RefuseAsync(NetworkStream stream, HandshakeError error, CancellationToken cancellationToken)
    {
        var reply = new ArrayBufferWriter<byte>();
        HttpReply.From(error).Write(reply, "GET");
        await stream.WriteAsync(reply.WrittenMemory, cancellationToken);
    }

    private async Task AnswerAsync(
        NetworkStream stream, RequestHead request, ClientOffer offer, byte[] behind, CancellationToken cancellationToken)
    {
        System.Collections.Specialized.NameValueCollection query = HttpUtility.ParseQueryString(request.Query);
        string agent = query["agent"] ?? "unnamed";
        _ = int.TryParse(query["case"], out int number);
        bool isCase = number >= 1 && number <= cases.Count;
        switch (request.Path)
        {
            case "/getCaseCount":
                await TellAsync(stream, offer, $"{cases.Count}", behind, cancellationToken);
                break;
            case "/getCaseInfo" when isCase:
                await TellAsync(stream, offer, JsonReport.Info(cases[number - 1]), behind, cancellationToken);
                break;
            case "/getCaseStatus" when isCase && Find(agent, number) is { } result:
                await TellAsync(stream, offer, JsonReport.Status(result), behind, cancellationToken);
                break;
            case "/runCase" when isCase:
                await RunCaseAsync(stream, offer, agent, number, behind, cancellationToken);
                break;
            case "/updateReports":
                await TellAsync(stream, offer, null, behind, cancellationToken);
                await onReport(agent, Results(agent));
                break;
            default:
                await RefuseAsync(stream, new HandshakeError(404, "There is no such case or path."), cancellationToken);
                break;
        }
    }

    private async Task RunCaseAsync(
        NetworkStream stream, ClientOffer offer, string agent, int number, byte[] behind, CancellationToken cancellationToken)
    {
        ConformanceCase tried = cases[number - 1];
        DeflateParameters? deflate = DeflateNegotiation.Accept(offer.Extensions, DeflateOf(tried));
        if (deflate is null && tried.Offers.Count > 0)
        {
            await TellAsync(stream, offer, null, behind, cancellationToken);
            Keep(agent, number, new CaseResult(
                tried.Id, tried.Title, tried.Expectation, CaseOutcome.Unimplemented, "The client offers no such compression.", 0, []));
            return;
        }

        await using CaseConnection connection = await OpenAsync(stream, offer, deflate, behind, cancellationToken);
        Keep(agent, number, await runner.RunAsync(tried, connection, cancellationToken));
    }

    // What the case's first offer asks of a server, asked of the client: it takes what the client can do of it.
    private static DeflateOptions? DeflateOf(ConformanceCase tried) => tried.Offers.Count == 0 ? null : new DeflateOptions
    {
        ServerNoContextTakeover = tried.Offers[0].Contains("no_context_takeover", StringComparison.Ordinal),
        ClientNoContextTakeover = tried.Offers[0].Contains("no_context_takeover", StringComparison.Ordinal),
        ClientMaxWindowBits = tried.Offers[0].Contains("window_bits=9", StringComparison.Ordinal) ? 9 : 15,
    };

    private static async Task<CaseConnection> OpenAsync(
        NetworkStream stream, ClientOffer offer, DeflateParameters? deflate, byte[] behind, CancellationToken cancellationToken)
    {
        var accept = new ArrayBufferWriter<byte>();
        ServerHandshake.WriteAccept(accept, offer, null, deflate);
        await stream.WriteAsync(accept.WrittenMemory, cancellationToken);
        var connection = new CaseConnection(stream, Role.Server, deflate);
        connection.Start(behind);
        return connection;
    }

    private static async Task TellAsync(
        NetworkStream stream, ClientOffer offer, string? text, byte[] behind, CancellationToken cancellationToken)
    {
        await using CaseConnection connection = await OpenAsync(stream, offer, null, behind, cancellationToken);
        if (text is not null)
        {
            await connection.SendAsync(Step.Text(Encoding.UTF8.GetBytes(text)), cancellationToken);
        }

        await connection.SendAsync(Step.Close(1000), cancellationToken);
        await connection.FlushAsync(cancellationToken);
        await connection.WaitAsync(() => connection.Closing.HasPeerEnded, TimeSpan.FromSeconds(5), cancellationToken);
    }

    private void Keep(string agent, int number, CaseResult result)
    {
        lock (_lock)
        {
            if (!_results.TryGetValue(agent, out SortedDictionary<int, CaseResult>? results))
            {
                _results[agent] = results = [];
            }

            results[number] = result;
        }
    }

    private CaseResult? Find(string agent, int number)
    {
        lock (_lock)
        {
            return _results.GetValueOrDefault(agent)?.GetValueOrDefault(number);
        }
    }

    private IReadOnlyList<CaseResult> Results(string agent)
    {
        lock (_lock)
        {
            return [.. _results.GetValueOrDefault(agent, []).Values];
        }
    }
}
