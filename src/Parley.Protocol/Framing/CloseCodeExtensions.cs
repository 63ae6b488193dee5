namespace Parley.Protocol;

/// <summary>What RFC 6455 section 7.4 says about a <see cref="CloseCode"/>.</summary>
public static class CloseCodeExtensions
{
    extension(CloseCode code)
    {
        /// <summary>
        /// Whether the code may stand in a Close frame: 1000-1003, 1007-1014 and 3000-4999. 1004 is reserved, 1005,
        /// 1006 and 1015 only report, 1016-2999 are not assigned, and nothing else is defined.
        /// </summary>
        public bool IsValidOnTheWire => (ushort)code is
            (>= 1000 and <= 1003) or (>= 1007 and <= 1014) or (>= 3000 and <= 4999);
    }
}
