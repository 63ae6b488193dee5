using Microsoft.Extensions.Options;
using Parley.Protocol;

namespace Parley.AspNetCore;

/// <summary>Checks the options when the application starts, wherever they come from.</summary>
internal sealed class ParleyOptionsValidator : IValidateOptions<ParleyOptions>
{
    private static readonly TimeSpan _shortest = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan _longestDrain = TimeSpan.FromHours(1);

    public ValidateOptionsResult Validate(string? name, ParleyOptions options)
    {
        string[] failures =
        [
            .. new[]
            {
                options.Connection is null
                    ? $"{NameOf(nameof(options.Connection))} is null; leave it, or set new ConnectionOptions()."
                    : null,
                options.Sessions is null
                    ? $"{NameOf(nameof(options.Sessions))} is null; leave it, or set new SessionServerOptions()."
                    : null,
                OptionRange.Check(NameOf(nameof(options.ConnectTimeout)), options.ConnectTimeout, _shortest, OptionRange.Day),
                OptionRange.Check(NameOf(nameof(options.DrainPeriod)), options.DrainPeriod, TimeSpan.Zero, _longestDrain),
                options.MaxConnections is { } most
                    ? OptionRange.Check(NameOf(nameof(options.MaxConnections)), most, least: 1)
                    : null,
                options.QueryTokenName is { } token && (token.Length == 0 || token.AsSpan().ContainsAny("?&=# "))
                    ? $"{NameOf(nameof(options.QueryTokenName))} is '{token}'; it must be a parameter's name, such as access_token."
                    : null,
            }.OfType<string>(),
            .. options.AllowedOrigins.Where(static origin => !IsOrigin(origin)).Select(static origin =>
                $"{NameOf(nameof(options.AllowedOrigins))} holds '{origin}', which is no origin; write it as "
                + "https://example.com or http://localhost:3000, without a path, 'null' for pages opened from a file, "
                + "or '*' for all."),
            .. options.Subprotocols.Where(static name => !SubprotocolNames.IsName(name)).Select(static name =>
                $"{NameOf(nameof(options.Subprotocols))} holds '{name}', which is no subprotocol's name; "
                + SubprotocolNames.Rule),
        ];
        return failures.Length > 0 ? ValidateOptionsResult.Fail(failures) : ValidateOptionsResult.Success;
    }

    // The name in a configuration, and without the colon the name in code.
    private static string NameOf(string property) => ParleySection.DefaultName + ":" + property;

    private static bool IsOrigin(string origin)
    {
        try
        {
            _ = new OriginPolicy([origin]);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
