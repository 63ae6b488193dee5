using System.Globalization;

namespace Parley.Chat;

/// <summary>Lets in through the socket's door who has a name, as often as one person may be in.</summary>
internal sealed class SocketGate(ChatSettings settings)
{
    private readonly Dictionary<string, int> _open = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    /// <summary>Stands before an endpoint whose requests last as long as their connections.</summary>
    public RequestDelegate Before(RequestDelegate next) => context => EnterAsync(context, next);

    private async Task EnterAsync(HttpContext context, RequestDelegate next)
    {
        Visitor visitor = Visitor.Of(context);
        if (visitor.User is not { } user)
        {
            await Answers.RefuseAsync(context, 401, "not_signed_in", visitor.Refusal ?? "Take a name first: POST /api/guest, or bring a token.");
        }
        else if (!TryEnter(user.Id))
        {
            context.Response.Headers.RetryAfter = "10";
            await Answers.RefuseAsync(context, StatusCodes.Status429TooManyRequests, "too_many_connections", string.Create(
                CultureInfo.InvariantCulture,
                $"You have {settings.ConnectionsPerPerson} connections to this chat, and may have no more: close some of its pages."));
        }
        else
        {
            try
            {
                await next(context);
            }
            finally
            {
                Leave(user.Id);
            }
        }
    }

    private bool TryEnter(string id)
    {
        lock (_lock)
        {
            int count = _open.GetValueOrDefault(id);
            if (count >= settings.ConnectionsPerPerson)
            {
                return false;
            }

            _open[id] = count + 1;
            return true;
        }
    }

    private void Leave(string id)
    {
        lock (_lock)
        {
            if (--_open[id] == 0)
            {
                _open.Remove(id);
            }
        }
    }
}
