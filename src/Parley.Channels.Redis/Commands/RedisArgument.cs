using System.Globalization;
using System.Text;

namespace Parley.Channels.Redis;

/// <summary>One argument of a command: bytes. Text is UTF-8, numbers are text. The bytes stay the caller's, unchanged.</summary>
internal readonly struct RedisArgument
{
    private readonly Func<RedisServer, byte[]>? _ofServer;

    private RedisArgument(ReadOnlyMemory<byte> bytes, Func<RedisServer, byte[]>? ofServer = null)
    {
        Bytes = bytes;
        _ofServer = ofServer;
    }

    /// <summary>
    /// Stands for the <c>run_id</c> of the server that the command is sent to, put in as it is sent: a reconnect between
    /// the call and the sending can't make it another server's.
    /// </summary>
    public static RedisArgument ServerRunId { get; } =
        new(new byte[RedisServer.RunIdLength], static server => server.RunIdBytes);

    /// <summary>Stands for the word that publishes at the server that the command is sent to: PUBLISH or SPUBLISH.</summary>
    public static RedisArgument PublishWord { get; } = new("SPUBLISH"u8.ToArray(), static server => server.PublishWord);

    public ReadOnlyMemory<byte> Bytes { get; }

    public static implicit operator RedisArgument(string text) => new(Encoding.UTF8.GetBytes(text));

    public static implicit operator RedisArgument(byte[] bytes) => new(bytes);

    public static implicit operator RedisArgument(ReadOnlyMemory<byte> bytes) => new(bytes);

    public static implicit operator RedisArgument(long number) =>
        new(Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture)));

    public static implicit operator RedisArgument(double number) =>
        new(Encoding.ASCII.GetBytes(number.ToString("R", CultureInfo.InvariantCulture)));

    /// <summary>The bytes as they are sent to one server.</summary>
    public ReadOnlySpan<byte> For(RedisServer server) => _ofServer is null ? Bytes.Span : _ofServer(server);
}
