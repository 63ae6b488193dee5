namespace Parley.Cli.Connect;

/// <summary>What <c>parley connect</c> ends with, for scripts.</summary>
internal static class ExitStatus
{
    /// <summary>It ended as it was asked to, or the server closed in good order.</summary>
    public const int Fine = 0;

    /// <summary>There never was a connection, or what was asked makes no sense.</summary>
    public const int NotOpened = 1;

    /// <summary>The connection broke, or was closed with another code than 1000 or 1001.</summary>
    public const int Lost = 2;

    /// <summary>Fewer messages came than <c>--count</c> says.</summary>
    public const int TooFew = 3;
}
