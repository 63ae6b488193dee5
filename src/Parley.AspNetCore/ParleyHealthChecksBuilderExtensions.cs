using Microsoft.Extensions.Diagnostics.HealthChecks;
using Parley.AspNetCore;
using Parley.Channels;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers Parley's health check.</summary>
public static class ParleyHealthChecksBuilderExtensions
{
    /// <summary>
    /// Adds a check that says whether this server should get new connections. It fails while the application stops, and
    /// when a loop does not answer within 5 s because some code holds it; it says <see cref="HealthStatus.Degraded"/>
    /// when there are <see cref="ParleyOptions.MaxConnections"/>, and while what the groups stand on, such as Redis, can't
    /// be reached.
    /// </summary>
    /// <param name="builder">The application's health checks.</param>
    /// <param name="name">The check's name.</param>
    /// <param name="failureStatus">What it says when it fails; <see cref="HealthStatus.Unhealthy"/> unless given.</param>
    /// <param name="tags">Tags to choose checks by, such as <c>ready</c>.</param>
    /// <returns>The builder.</returns>
    public static IHealthChecksBuilder AddParley(
        this IHealthChecksBuilder builder,
        string name = "parley",
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null) => builder.Add(new HealthCheckRegistration(
            name,
            static services => new ParleyHealthCheck(services.GetService<ParleyHost>() ?? throw new InvalidOperationException(
                "Parley is not registered. Call builder.Services.AddParley() before the application is built."),
                services.GetRequiredService<Groups>()),
            failureStatus,
            tags));
}
