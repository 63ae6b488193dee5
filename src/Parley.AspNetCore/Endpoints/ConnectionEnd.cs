using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Parley.Protocol;

namespace Parley.AspNetCore;

/// <summary>Lets the web server know how a connection has ended, before its request does.</summary>
internal static class ConnectionEnd
{
    // RFC 9113 section 7.
    private const int Http2Cancel = 8;

    public static Task TellAsync(HttpContext context, WebSocketConnection connection, TimeProvider time)
    {
        // RFC 8441 section 5: what would be a reset of a TCP connection is a RST_STREAM with CANCEL. An end in good
        // order is the end of the stream, which the web server writes when the request's task has ended.
        if (connection.CloseCode == CloseCode.AbnormalClosure)
        {
            context.Features.Get<IHttpResetFeature>()?.Reset(Http2Cancel);
        }

        return EngineEnd.AwaitAsync(context, time);
    }
}
