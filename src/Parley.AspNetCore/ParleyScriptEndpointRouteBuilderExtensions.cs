using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Routing;
using Parley.AspNetCore;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Serves the browser's side of sessions.</summary>
public static class ParleyScriptEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Serves parley.js, minified, as an ES module: <c>import { connect } from "/parley.js"</c>. It needs no file in the
    /// application, and is of the same version as the server.
    /// </summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="pattern">The route.</param>
    /// <returns>A builder for the endpoint's metadata.</returns>
    public static IEndpointConventionBuilder MapParleyScript(
        this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string pattern = "/parley.js")
    {
        var script = ParleyScript.Load();
        return endpoints.MapGet(pattern, script.RespondAsync).WithDisplayName("parley.js");
    }
}
