namespace Parley.Channels.Redis;

/// <summary>What a reply of Redis is, by its first byte. The lengths of RESP3's blob forms are part of their kind.</summary>
internal enum RespKind
{
    /// <summary><c>_</c>, or RESP2's <c>$-1</c> and <c>*-1</c>.</summary>
    Null,

    /// <summary><c>+</c>: a short text without line breaks, as <c>OK</c>.</summary>
    SimpleString,

    /// <summary><c>-</c> or <c>!</c>: an error: its code, a space, and words.</summary>
    Error,

    /// <summary><c>:</c>: a number of 64 bits.</summary>
    Integer,

    /// <summary><c>$</c>: bytes.</summary>
    BulkString,

    /// <summary><c>*</c>: values in order.</summary>
    Array,

    /// <summary><c>#</c>: true or false.</summary>
    Boolean,

    /// <summary><c>,</c>: a floating point number.</summary>
    Double,

    /// <summary><c>(</c>: a whole number that may not fit in 64 bits, kept as its digits.</summary>
    BigNumber,

    /// <summary><c>=</c>: text with three letters that name its format. They are dropped.</summary>
    VerbatimString,

    /// <summary><c>%</c>: keys and values in turn.</summary>
    Map,

    /// <summary><c>~</c>: values without order.</summary>
    Set,

    /// <summary><c>&gt;</c>: what the server sends unasked, as published messages.</summary>
    Push,

    /// <summary><c>|</c>: facts about the reply that follows. They are read and dropped.</summary>
    Attribute,
}
