using System.Text;
using Parley.Protocol;

namespace Parley;

/// <summary>What may be said when closing (RFC 6455 sections 5.5.1 and 7.4).</summary>
internal static class CloseArguments
{
    private const int MaxReasonBytes = 123;

    /// <exception cref="ArgumentException">The code or the reason can't be sent.</exception>
    public static void Check(CloseCode code, string reason)
    {
        if (!code.IsValidOnTheWire)
        {
            throw new ArgumentOutOfRangeException(
                nameof(code), (ushort)code, "A close code is 1000-1003, 1007-1014 or 3000-4999.");
        }

        if (Encoding.UTF8.GetByteCount(reason) > MaxReasonBytes)
        {
            throw new ArgumentException($"A close reason is {MaxReasonBytes} bytes of UTF-8 at most.", nameof(reason));
        }
    }
}
