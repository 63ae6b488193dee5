using Parley.TestSupport;

namespace Parley.Tests.Server;

/// <summary>What a server does about clients that break the protocol, while another one talks on.</summary>
public sealed class BadInputTests : IAsyncLifetime
{
    private readonly LogCollector _log = new();
    private WebSocketServer _server = null!;

    public static TheoryData<string, int, byte[]> Inputs => new()
    {
        { "unmasked", 1002, [0x81, 1, (byte)'a'] },
        { "reserved bits", 1002, RawClient.Frame(0xC1, "a"u8) },
        { "unknown opcode", 1002, RawClient.Frame(0x83, "a"u8) },
        { "control frame over 125 bytes", 1002, RawClient.Frame(0x89, new byte[126]) },
        { "control frame in fragments", 1002, RawClient.Frame(0x09, "a"u8) },
        { "continuation from nowhere", 1002, RawClient.Frame(0x80, "a"u8) },
        { "text that is not UTF-8", 1007, RawClient.Frame(0x81, [0xC3, 0x28]) },
        { "bad close code", 1002, RawClient.Frame(0x88, [0x03, 0xED]) },
        { "close payload of one byte", 1002, RawClient.Frame(0x88, [3]) },
        { "close reason that is not UTF-8", 1007, RawClient.Frame(0x88, [0x03, 0xE8, 0xFF]) },
        { "message over the limit", 1009, RawClient.Frame(0x82, new byte[(1024 * 1024) + 1]) },
        { "length of 2^62", 1009, [0x82, 0xFF, 0x40, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4] },
    };

    public ValueTask InitializeAsync()
    {
        _server = new WebSocketServer(
            new WebSocketServerOptions { LoggerFactory = _log },
            new RecordingHandler { Message = static (connection, text) => connection.Send(text) });
        _server.Start();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [MemberData(nameof(Inputs))]
    public async Task Bad_input_gets_its_code_and_a_log_line_and_nobody_else_is_disturbed(string name, int code, byte[] input)
    {
        using RawClient other = await RawClient.OpenAsync(_server.EndPoint.Port);
        using RawClient client = await RawClient.OpenAsync(_server.EndPoint.Port);
        await client.SendAsync([.. RawClient.Frame(0x81, "before"u8), .. input]);
        Assert.Equal("text before", await client.ReadFrameAsync());
        Assert.Equal($"close {code}", await client.ReadFrameAsync());

        // RFC 6455 section 5.5.1: whoever has sent a Close frame, even a bad one, sends no other.
        if (input[0] != 0x88)
        {
            await client.SendAsync(RawClient.Frame(0x88, [(byte)(code >> 8), (byte)code]));
        }

        Assert.Equal("", await client.ReadToEndAsync());
        Assert.True(
            _log.Lines.Any(static line => line.StartsWith("Warning:", StringComparison.Ordinal) && line.Contains("broke the protocol", StringComparison.Ordinal)),
            name);
        Assert.DoesNotContain(_log.Lines, static line => line.StartsWith("Error", StringComparison.Ordinal));

        await other.SayAsync("still here");
        Assert.Equal("text still here", await other.ReadFrameAsync());
    }

    [Fact]
    public async Task Clients_that_reset_their_connections_harm_nobody()
    {
        using RawClient other = await RawClient.OpenAsync(_server.EndPoint.Port);
        for (int i = 0; i < 20; i++)
        {
            RawClient client = await RawClient.OpenAsync(_server.EndPoint.Port);
            await client.SayAsync("x");
            client.Reset();
        }

        await other.SayAsync("still here");
        Assert.Equal("text still here", await other.ReadFrameAsync());
        Assert.DoesNotContain(_log.Lines, static line => line.StartsWith("Error", StringComparison.Ordinal));
    }
}
