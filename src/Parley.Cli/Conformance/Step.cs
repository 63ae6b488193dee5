using System.Text;
using Parley.Protocol;

namespace Parley.Cli.Conformance;

/// <summary>Something that a case does.</summary>
internal abstract record Step
{
    /// <summary>Sends a frame, right or wrong.</summary>
    /// <param name="FirstByte">FIN, reserved bits and opcode.</param>
    /// <param name="Payload">The payload.</param>
    public sealed record Frame(byte FirstByte, byte[] Payload) : Step
    {
        /// <summary>How many bytes go out at once; 0 for as many as there are, together with the frames around it.</summary>
        public int Chop { get; init; }

        /// <summary>Whether it goes out before the next frame is made.</summary>
        public bool IsSynced { get; init; }

        /// <summary>After how many bytes of the payload to wait for a failure, as <see cref="Pause"/> does.</summary>
        public IReadOnlyList<int> PausesAt { get; init; } = [];
    }

    /// <summary>Waits a little. A peer that has not ended the connection by then makes the event of that name.</summary>
    public sealed record Pause(string Name) : Step;

    /// <summary>Waits until so many events have come in all.</summary>
    public sealed record Await(int Events) : Step;

    /// <summary>Sends messages one by one, each after the one before has come back.</summary>
    public sealed record Echo(MessageType Type, int Size, TestData Data) : Step
    {
        /// <summary>Whether the case's number of messages is sent, or one.</summary>
        public bool IsRepeated { get; init; }

        /// <summary>The largest fragment; 0 for whole messages.</summary>
        public int FragmentSize { get; init; }

        /// <summary>How many bytes go out at once; 0 for as many as there are.</summary>
        public int Chop { get; init; }
    }

    public static Frame Text(string text) => new(0x81, Encoding.UTF8.GetBytes(text));

    public static Frame Text(byte[] bytes) => new(0x81, bytes);

    public static Frame Start(string text) => new(0x01, Encoding.UTF8.GetBytes(text));

    public static Frame More(string text) => new(0x00, Encoding.UTF8.GetBytes(text));

    public static Frame Last(string text) => new(0x80, Encoding.UTF8.GetBytes(text));

    public static Frame Ping(string text) => new(0x89, Encoding.UTF8.GetBytes(text));

    public static Frame Pong(string text) => new(0x8A, Encoding.UTF8.GetBytes(text));

    public static Frame Close() => new(0x88, []);

    public static Frame Close(int code, string reason = "") =>
        new(0x88, [(byte)(code >> 8), (byte)code, .. Encoding.UTF8.GetBytes(reason)]);

    /// <summary>The text as frames of one byte each.</summary>
    public static IEnumerable<Frame> ByteByByte(byte[] text) => text.Select((b, i) =>
        new Frame((byte)((i == 0 ? 0x01 : 0x00) | (i == text.Length - 1 ? 0x80 : 0x00)), [b]));
}
