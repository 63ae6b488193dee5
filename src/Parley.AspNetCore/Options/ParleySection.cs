using Microsoft.Extensions.Configuration;

namespace Parley.AspNetCore;

/// <summary>The part of the configuration that the application wants its options read from.</summary>
/// <param name="Configuration">The part.</param>
internal sealed record ParleySection(IConfiguration Configuration)
{
    /// <summary>The section read unless another one is given.</summary>
    public const string DefaultName = "Parley";
}
