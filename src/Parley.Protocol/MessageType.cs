namespace Parley.Protocol;

/// <summary>What a message's bytes are (RFC 6455 section 5.6).</summary>
public enum MessageType : byte
{
    /// <summary>UTF-8 text.</summary>
    Text = 1,

    /// <summary>Bytes whose meaning is the application's own.</summary>
    Binary = 2,
}
