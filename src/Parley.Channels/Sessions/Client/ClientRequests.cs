using System.Globalization;
using System.Text.Json;

namespace Parley.Channels;

/// <summary>Requests that wait for answers, which carry the same reference: the number of the request.</summary>
internal sealed class ClientRequests(Action<byte[]> send)
{
    private readonly Dictionary<string, ClientRequest> _waiting = new(StringComparer.Ordinal);
    private SessionWelcome? _terms;
    private long _count;

    /// <summary>Whether an answer is to come.</summary>
    public bool AreOnTheirWay => _terms is not null && _waiting.Count > 0;

    public static SessionException TooLarge(long size, long most, string? id = null) =>
        new(SessionException.TooLarge, $"The message would have {size} bytes. The server takes no more than {most}.") { Id = id };

    /// <summary>Makes a request, and sends it if it may go.</summary>
    /// <param name="write">Writes it with a reference.</param>
    /// <param name="answered">Takes the answer.</param>
    /// <param name="refused">Takes a refusal; null if the connection was lost and the request with it.</param>
    /// <param name="isOfOneConnection">Whether it is over with its connection. Others are sent again on the next.</param>
    public void Add(
        Func<string, byte[]> write, AnswerHandler answered, Action<SessionException?> refused, bool isOfOneConnection)
    {
        if (_terms is null && isOfOneConnection)
        {
            refused(null);
            return;
        }

        long number = ++_count;
        string reference = ReferenceOf(number);
        var request = new ClientRequest(number, write(reference), answered, refused) { IsOfOneConnection = isOfOneConnection };
        _waiting.Add(reference, request);
        Send(request);
    }

    /// <summary>Asks something that is as good on the next connection, should this one be lost.</summary>
    /// <param name="write">Writes it with a reference.</param>
    /// <param name="read">Reads the answer.</param>
    /// <returns>The answer. Fails if it is refused.</returns>
    public Task<T> Ask<T>(Func<string, byte[]> write, AnswerReader<T> read)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Add(
            write,
            (in fields) => Resolve(answer, fields, read),
            refusal => answer.SetException(refusal!),
            isOfOneConnection: false);
        return answer.Task;
    }

    /// <summary>Takes the request that an answer is for; null if none waits for it.</summary>
    public ClientRequest? Take(string? reference) =>
        reference is not null && _waiting.Remove(reference, out ClientRequest? request) ? request : null;

    /// <summary>There is a connection, under these terms: what waits goes out in its order.</summary>
    public void Resume(SessionWelcome terms)
    {
        _terms = terms;
        foreach (ClientRequest request in _waiting.Values.OrderBy(static request => request.Number).ToArray())
        {
            Send(request);
        }
    }

    /// <summary>The connection is lost.</summary>
    public void Cut()
    {
        _terms = null;
        foreach (ClientRequest request in _waiting.Values.Where(static request => request.IsOfOneConnection).ToArray())
        {
            _waiting.Remove(ReferenceOf(request.Number));
            request.Refused(null);
        }
    }

    /// <summary>There will be no connection any more.</summary>
    public void End(SessionException reason)
    {
        Cut();
        foreach (ClientRequest request in _waiting.Values)
        {
            request.Refused(reason);
        }

        _waiting.Clear();
    }

    private static void Resolve<T>(TaskCompletionSource<T> answer, in ServerFields fields, AnswerReader<T> read)
    {
        try
        {
            answer.SetResult(read(fields));
        }
        catch (JsonException exception)
        {
            answer.SetException(new SessionException("internal", $"The answer is not parley.v1. {exception.Message}"));
            throw;
        }
    }

    private static string ReferenceOf(long number) => number.ToString(CultureInfo.InvariantCulture);

    private void Send(ClientRequest request)
    {
        if (_terms is not { } terms)
        {
            return;
        }

        // The server's refusal would not say whose it is.
        if (request.Text.Length > terms.MaxMessage)
        {
            _waiting.Remove(ReferenceOf(request.Number));
            request.Refused(TooLarge(request.Text.Length, terms.MaxMessage));
            return;
        }

        send(request.Text);
    }
}
