using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Parley.Protocol;

/// <summary>
/// Fresh masking keys from the system's cryptographic source, as RFC 6455 section 5.3 demands of every frame. They
/// are drawn 256 at a time for each thread, since one draw costs a system call.
/// </summary>
internal static class MaskingKeys
{
    private const int Batch = 256;

    [ThreadStatic]
    private static uint[]? _keys;

    [ThreadStatic]
    private static int _left;

    public static uint Next()
    {
        uint[] keys = _keys ??= new uint[Batch];
        if (_left == 0)
        {
            RandomNumberGenerator.Fill(MemoryMarshal.AsBytes(keys.AsSpan()));
            _left = Batch;
        }

        return keys[--_left];
    }
}
