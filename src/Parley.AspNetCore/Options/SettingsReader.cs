using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Parley.Protocol;

namespace Parley.AspNetCore;

/// <summary>Reads the options from the application's configuration, and says what is wrong with it, all at once.</summary>
internal sealed class SettingsReader(IServiceProvider services) : IConfigureOptions<ParleyOptions>
{
    private static readonly TimeSpan _shortest = TimeSpan.FromMilliseconds(1);

    public void Configure(ParleyOptions options)
    {
        IConfiguration? section = services.GetService<ParleySection>()?.Configuration
            ?? services.GetService<IConfiguration>()?.GetSection(ParleySection.DefaultName);
        if (section is null)
        {
            return;
        }

        var settings = new ParleySettings();
        section.Bind(settings);

        string prefix = section is IConfigurationSection { Path: var path } ? path + ":" : "";
        Check(settings, prefix);
        Apply(settings, options);
    }

    private static void Check(ParleySettings settings, string prefix)
    {
        ParleySettings.ConnectionSettings connection = settings.Connection;
        prefix += nameof(settings.Connection) + ":";
        string[] failures =
        [
            .. new[]
            {
                Number(nameof(connection.MaxMessageSize), connection.MaxMessageSize),
                Number(nameof(connection.MaxFragments), connection.MaxFragments),
                Number(nameof(connection.OutboundMark), connection.OutboundMark),
                Number(nameof(connection.InboxMessages), connection.InboxMessages),
                Number(nameof(connection.InboxBytes), connection.InboxBytes),
                Number("Deflate:" + nameof(connection.Deflate.Threshold), connection.Deflate.Threshold, least: 0),
                Patience(nameof(connection.PingInterval), connection.PingInterval),
                Patience(nameof(connection.PongTimeout), connection.PongTimeout),
                connection.CloseTimeout is { } time
                    ? OptionRange.Check(prefix + nameof(connection.CloseTimeout), time, _shortest, OptionRange.Day)
                    : null,
            }.OfType<string>(),
        ];
        if (failures.Length > 0)
        {
            throw new OptionsValidationException(Options.DefaultName, typeof(ParleyOptions), failures);
        }

        string? Number(string name, int? value, int least = 1) =>
            value is { } number ? OptionRange.Check(prefix + name, number, least) : null;

        string? Patience(string name, TimeSpan? value) =>
            value is { } time ? OptionRange.CheckPatience(prefix + name, time) : null;
    }

    // What is checked by ParleyOptionsValidator is not checked here.
    private static void Apply(ParleySettings settings, ParleyOptions options)
    {
        options.ConnectTimeout = settings.ConnectTimeout ?? options.ConnectTimeout;
        options.DrainPeriod = settings.DrainPeriod ?? options.DrainPeriod;
        options.MaxConnections = settings.MaxConnections ?? options.MaxConnections;
        options.CloseOnAuthenticationExpiration =
            settings.CloseOnAuthenticationExpiration ?? options.CloseOnAuthenticationExpiration;
        options.AcceptSubprotocolTokens = settings.AcceptSubprotocolTokens ?? options.AcceptSubprotocolTokens;
        options.QueryTokenName = settings.QueryTokenName ?? options.QueryTokenName;
        settings.AllowedOrigins.ForEach(options.AllowedOrigins.Add);
        settings.Subprotocols.ForEach(options.Subprotocols.Add);
        ParleySettings.ConnectionSettings connection = settings.Connection;
        options.Connection = options.Connection with
        {
            OutboundMark = connection.OutboundMark ?? options.Connection.OutboundMark,
            InboxMessages = connection.InboxMessages ?? options.Connection.InboxMessages,
            InboxBytes = connection.InboxBytes ?? options.Connection.InboxBytes,
            Protocol = Apply(connection, options.Connection.Protocol),
        };
    }

    private static ProtocolOptions Apply(ParleySettings.ConnectionSettings settings, ProtocolOptions options) => options with
    {
        MaxMessageSize = settings.MaxMessageSize ?? options.MaxMessageSize,
        MaxFragments = settings.MaxFragments ?? options.MaxFragments,
        PingInterval = settings.PingInterval ?? options.PingInterval,
        PongTimeout = settings.PongTimeout ?? options.PongTimeout,
        CloseTimeout = settings.CloseTimeout ?? options.CloseTimeout,
        Deflate = settings.Deflate.Enabled switch
        {
            true => Apply(settings.Deflate, options.Deflate ?? new DeflateOptions()),
            false => null,
            null => options.Deflate,
        },
    };

    private static DeflateOptions Apply(ParleySettings.DeflateSettings settings, DeflateOptions options) => options with
    {
        Threshold = settings.Threshold ?? options.Threshold,
        Level = settings.Level ?? options.Level,
        ServerNoContextTakeover = settings.ServerNoContextTakeover ?? options.ServerNoContextTakeover,
        ClientNoContextTakeover = settings.ClientNoContextTakeover ?? options.ClientNoContextTakeover,
    };
}
