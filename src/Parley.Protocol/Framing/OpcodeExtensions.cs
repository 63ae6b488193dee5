namespace Parley.Protocol;

/// <summary>What RFC 6455 section 5.2 says about an <see cref="Opcode"/>.</summary>
public static class OpcodeExtensions
{
    extension(Opcode opcode)
    {
        /// <summary>Whether the opcode is a control frame's: the highest of its four bits is set.</summary>
        public bool IsControl => ((byte)opcode & 0x8) != 0;

        /// <summary>Whether the opcode has a meaning. 3-7 and 11-15 are reserved.</summary>
        public bool IsKnown => opcode is Opcode.Continuation or Opcode.Text or Opcode.Binary
            or Opcode.Close or Opcode.Ping or Opcode.Pong;
    }
}
