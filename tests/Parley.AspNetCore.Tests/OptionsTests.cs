using System.IO.Compression;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Parley.Protocol;

namespace Parley.AspNetCore.Tests;

/// <summary>Options come from the configuration and from code, and bad ones stop the application at its start.</summary>
public sealed class OptionsTests
{
    [Theory]
    [InlineData("Connection:MaxMessageSize", "-5", "Parley:Connection:MaxMessageSize is -5; a number from 1 to 2147483647 is expected.")]
    [InlineData("Connection:MaxFragments", "0", "Parley:Connection:MaxFragments is 0;")]
    [InlineData("Connection:OutboundMark", "-1", "Parley:Connection:OutboundMark is -1;")]
    [InlineData("Connection:InboxMessages", "0", "Parley:Connection:InboxMessages is 0;")]
    [InlineData("Connection:InboxBytes", "0", "Parley:Connection:InboxBytes is 0;")]
    [InlineData("Connection:Deflate:Threshold", "-1", "Parley:Connection:Deflate:Threshold is -1; a number from 0 ")]
    [InlineData("Connection:PingInterval", "20", "Parley:Connection:PingInterval is 20.00:00:00; a time above zero and up to 1.00:00:00")]
    [InlineData("Connection:PongTimeout", "00:00:00", "Parley:Connection:PongTimeout is 00:00:00;")]
    [InlineData("Connection:CloseTimeout", "-00:00:05", "Parley:Connection:CloseTimeout is -00:00:05; a time from 00:00:00.0010000 to 1.00:00:00")]
    [InlineData("Connection:MaxMessageSize", "1MB", "'1MB' at 'Parley:Connection:MaxMessageSize'")]
    [InlineData("ConnectTimeout", "00:00:00", "Parley:ConnectTimeout is 00:00:00; a time from")]
    [InlineData("DrainPeriod", "01:00:01", "Parley:DrainPeriod is 01:00:01; a time from 00:00:00 to 01:00:00")]
    [InlineData("MaxConnections", "0", "Parley:MaxConnections is 0;")]
    [InlineData("QueryTokenName", "a=b", "Parley:QueryTokenName is 'a=b';")]
    [InlineData("AllowedOrigins:0", "example.com", "Parley:AllowedOrigins holds 'example.com', which is no origin; write it as https://")]
    [InlineData("Subprotocols:0", "a b", "Parley:Subprotocols holds 'a b', which is no subprotocol's name;")]
    public async Task A_bad_value_stops_the_application_at_its_start_and_says_what_is_expected(string name, string value, string sentence)
    {
        Exception exception = await Assert.ThrowsAnyAsync<Exception>(() => StartAsync(new() { ["Parley:" + name] = value }));
        Assert.Contains(sentence, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bad_values_are_told_all_at_once()
    {
        OptionsValidationException exception = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync(new()
        {
            ["Parley:Connection:InboxBytes"] = "0",
            ["Parley:Connection:PingInterval"] = "0",
        }));
        Assert.Equal(2, exception.Failures.Count());
    }

    [Fact]
    public async Task A_bad_value_from_code_stops_the_application_too()
    {
        OptionsValidationException exception = await Assert.ThrowsAsync<OptionsValidationException>(
            () => StartAsync([], static options => options.ConnectTimeout = TimeSpan.FromDays(50)));
        Assert.Contains("Parley:ConnectTimeout is 50.00:00:00", exception.Message, StringComparison.Ordinal);
        exception = await Assert.ThrowsAsync<OptionsValidationException>(
            () => StartAsync([], static options => options.Connection = null!));
        Assert.Contains("Parley:Connection is null", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_option_can_stand_in_appsettings_and_code_comes_after_it()
    {
        ParleyOptions options = Read("""
            {
              "Parley": {
                "AllowedOrigins": [ "https://a.example", "https://b.example" ],
                "Subprotocols": [ "chat" ],
                "ConnectTimeout": "00:00:03",
                "DrainPeriod": "00:00:04",
                "MaxConnections": 5,
                "CloseOnAuthenticationExpiration": false,
                "AcceptSubprotocolTokens": false,
                "QueryTokenName": "access_token",
                "Connection": {
                  "MaxMessageSize": 101, "MaxFragments": 102, "OutboundMark": 103, "InboxMessages": 104, "InboxBytes": 105,
                  "PingInterval": "00:01:00", "PongTimeout": "-00:00:00.0010000", "CloseTimeout": "00:00:02",
                  "Deflate": {
                    "Enabled": true, "Threshold": 106, "Level": "Optimal",
                    "ServerNoContextTakeover": false, "ClientNoContextTakeover": false
                  }
                }
              }
            }
            """);
        Assert.Equal(["https://a.example", "https://b.example", "https://code.example"], options.AllowedOrigins);
        Assert.Equal(["chat"], options.Subprotocols);
        Assert.Equal(TimeSpan.FromSeconds(3), options.ConnectTimeout);
        Assert.Equal(TimeSpan.FromSeconds(4), options.DrainPeriod);
        Assert.Equal(5, options.MaxConnections);
        Assert.False(options.CloseOnAuthenticationExpiration);
        Assert.False(options.AcceptSubprotocolTokens);
        Assert.Equal("access_token", options.QueryTokenName);
        Assert.Equal(
            new ConnectionOptions
            {
                OutboundMark = 103,
                InboxMessages = 104,
                InboxBytes = 105,
                Protocol = new ProtocolOptions
                {
                    MaxMessageSize = 101,
                    MaxFragments = 102,
                    PingInterval = TimeSpan.FromMinutes(1),
                    PongTimeout = Timeout.InfiniteTimeSpan,
                    CloseTimeout = TimeSpan.FromSeconds(2),
                    Deflate = new DeflateOptions
                    {
                        Threshold = 106,
                        Level = CompressionLevel.Optimal,
                        ServerNoContextTakeover = false,
                        ClientNoContextTakeover = false,
                    },
                },
            },
            options.Connection);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{ "Parley": null }""")]
    [InlineData("""{ "Parley": { "AllowedOrigins": null, "Connection": null } }""")]
    [InlineData("""{ "Parley": { "Connection": { "Deflate": { "Threshold": 5 } } } }""")]
    public void What_is_not_there_keeps_its_default(string json)
    {
        ParleyOptions options = Read(json);
        Assert.Equal(ConnectionOptions.Default, options.Connection);
        Assert.True(options.CloseOnAuthenticationExpiration);
        Assert.True(options.AcceptSubprotocolTokens);
        Assert.Null(options.QueryTokenName);
        Assert.Equal(TimeSpan.FromSeconds(10), options.ConnectTimeout);
        Assert.Equal(TimeSpan.FromSeconds(5), options.DrainPeriod);
        Assert.Null(options.MaxConnections);
        Assert.Equal(["https://code.example"], options.AllowedOrigins);
    }

    [Fact]
    public void Another_part_of_the_configuration_can_be_given()
    {
        IConfiguration configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("Parley:MaxConnections", "1"), new("Sockets:MaxConnections", "2")])
            .Build();
        using ServiceProvider services = new ServiceCollection()
            .AddSingleton(configuration)
            .AddParley(configuration.GetSection("Sockets"))
            .BuildServiceProvider();
        Assert.Equal(2, services.GetRequiredService<IOptions<ParleyOptions>>().Value.MaxConnections);
    }

    [Fact]
    public void Without_a_configuration_the_defaults_hold()
    {
        using ServiceProvider services = new ServiceCollection().AddParley().AddParley().BuildServiceProvider();
        Assert.Equal(ConnectionOptions.Default, services.GetRequiredService<IOptions<ParleyOptions>>().Value.Connection);
    }

    private static ParleyOptions Read(string json)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(json));
        using ServiceProvider services = new ServiceCollection()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddJsonStream(stream).Build())
            .AddParley(static options => options.AllowedOrigins.Add("https://code.example"))
            .BuildServiceProvider();
        return services.GetRequiredService<IOptions<ParleyOptions>>().Value;
    }

    private static async Task StartAsync(Dictionary<string, string?> settings, Action<ParleyOptions>? configure = null)
    {
        await using TestApp app = await TestApp.StartAsync(static _ => { }, configure, settings: settings);
    }
}
