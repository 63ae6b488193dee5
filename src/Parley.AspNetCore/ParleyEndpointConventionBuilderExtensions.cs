using Parley;
using Parley.AspNetCore;
using Parley.Protocol;

namespace Microsoft.AspNetCore.Builder;

/// <summary>
/// What can be asked of a WebSocket endpoint besides the platform's own <c>RequireAuthorization</c>,
/// <c>RequireRateLimiting</c> and <c>RequireHost</c>. All of it works on a group of endpoints as well.
/// </summary>
public static class ParleyEndpointConventionBuilderExtensions
{
    /// <summary>
    /// Lets pages of more web origins connect to this endpoint, besides pages of the same host and those of
    /// <see cref="ParleyOptions.AllowedOrigins"/>. Called again, or on a group around the endpoint, it adds to what is
    /// there.
    /// </summary>
    /// <typeparam name="TBuilder">The builder's type.</typeparam>
    /// <param name="builder">The endpoint, or a group of endpoints.</param>
    /// <param name="origins">
    /// Origins: <c>https://example.com</c>, with a port if it is not the scheme's own; <c>null</c>, as pages opened from
    /// a file say; or <c>*</c> for all.
    /// </param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">An entry is none of these.</exception>
    public static TBuilder AllowOrigins<TBuilder>(this TBuilder builder, params string[] origins)
        where TBuilder : IEndpointConventionBuilder
    {
        var metadata = new OriginMetadata(new OriginPolicy(origins));
        builder.Add(endpoint => endpoint.Metadata.Add(metadata));
        return builder;
    }

    /// <summary>
    /// Says which subprotocols an endpoint's delegate or <see cref="IWebSocketHandler"/> takes, instead of
    /// <see cref="ParleyOptions.Subprotocols"/>: the first one that the client offers and that stands here is agreed on.
    /// A consumer chooses one itself when it accepts.
    /// </summary>
    /// <typeparam name="TBuilder">The builder's type.</typeparam>
    /// <param name="builder">The endpoint, or a group of endpoints; the endpoint's own come before its group's.</param>
    /// <param name="subprotocols">The names.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">An entry is no name of a subprotocol.</exception>
    public static TBuilder WithSubprotocols<TBuilder>(this TBuilder builder, params string[] subprotocols)
        where TBuilder : IEndpointConventionBuilder
    {
        foreach (string name in subprotocols)
        {
            if (!SubprotocolNames.IsName(name))
            {
                throw new ArgumentException($"'{name}' is no subprotocol's name; {SubprotocolNames.Rule}", nameof(subprotocols));
            }
        }

        var metadata = new SubprotocolMetadata([.. subprotocols]);
        builder.Add(endpoint => endpoint.Metadata.Add(metadata));
        return builder;
    }

    /// <summary>
    /// Serves sessions on a consumer's endpoint: a client that asks for the subprotocol <c>parley.v1</c> gets a session,
    /// which joins groups itself, instead of the consumer. What holds for sessions is <see cref="ParleyOptions.Sessions"/>.
    /// </summary>
    /// <typeparam name="TBuilder">The builder's type.</typeparam>
    /// <param name="builder">A consumer's endpoint, or a group of endpoints.</param>
    /// <returns>The builder.</returns>
    public static TBuilder WithSessions<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder
    {
        builder.Add(static endpoint => endpoint.Metadata.Add(SessionMetadata.Instance));
        return builder;
    }
}
