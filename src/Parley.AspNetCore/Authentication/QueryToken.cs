using System.Text;
using Microsoft.AspNetCore.Http.Features;

namespace Parley.AspNetCore;

/// <summary>A token that a browser sends in the query of its WebSocket's address.</summary>
internal static class QueryToken
{
    /// <summary>Takes the token out of the query, if there is one, and so out of everything that shows the address.</summary>
    /// <param name="request">The request.</param>
    /// <param name="name">The parameter's name.</param>
    public static void Move(IHttpRequestFeature request, string name)
    {
        List<string> tokens = [];
        string query = request.QueryString;
        var rest = new StringBuilder();
        foreach (Range range in query.AsSpan().TrimStart('?').Split('&'))
        {
            ReadOnlySpan<char> parameter = query.AsSpan().TrimStart('?')[range];
            int equals = parameter.IndexOf('=');
            if (equals >= 0 && IsNamed(parameter[..equals], name))
            {
                // A plus sign stays one, as it can be part of a token.
                tokens.Add(Uri.UnescapeDataString(parameter[(equals + 1)..]));
            }
            else if (!parameter.IsEmpty)
            {
                rest.Append(rest.Length == 0 ? '?' : '&').Append(parameter);
            }
        }

        if (tokens.Count == 0)
        {
            return;
        }

        SetQuery(request, rest.ToString());

        // Of two, nobody could say which is meant (RFC 6750 section 2.3 has one parameter).
        if (tokens.Count == 1 && BearerTokens.IsToken(tokens[0]))
        {
            BearerTokens.Move(tokens[0], request.Headers);
        }
    }

    // As the platform reads it: decoded, and without regard to case.
    private static bool IsNamed(ReadOnlySpan<char> encoded, string name) =>
        Uri.UnescapeDataString(encoded).Equals(name, StringComparison.OrdinalIgnoreCase);

    private static void SetQuery(IHttpRequestFeature request, string query)
    {
        request.QueryString = query;
        int mark = request.RawTarget.IndexOf('?', StringComparison.Ordinal);
        request.RawTarget = (mark < 0 ? request.RawTarget : request.RawTarget[..mark]) + query;
    }
}
