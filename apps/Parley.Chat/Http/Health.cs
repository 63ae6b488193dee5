using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Parley.Chat;

/// <summary>Says in a word how it goes: healthy, degraded (Redis is away, or there is no more room), or unhealthy (503).</summary>
internal static class Health
{
    public static void Map(WebApplication app) => app.MapHealthChecks("/health", new HealthCheckOptions
    {
        ResponseWriter = static (context, report) =>
            context.Response.WriteAsync(WordFor(report.Status) + "\n", context.RequestAborted),
    });

    private static string WordFor(HealthStatus status) => status switch
    {
        HealthStatus.Healthy => "healthy",
        HealthStatus.Degraded => "degraded",
        _ => "unhealthy",
    };
}
