using System.Net;
using System.Net.Sockets;

namespace Parley;

/// <summary>A Unix socket's file that a server which was killed has left: nobody listens on it, but it blocks the path.</summary>
internal static class StaleSocketFile
{
    /// <summary>Removes the file if it is a socket's and nobody listens on it. Anything else is left alone.</summary>
    /// <param name="endPoint">The socket's path.</param>
    public static void Remove(EndPoint endPoint)
    {
        string path = endPoint.ToString()!;
        if (File.Exists(path) && IsRefused(endPoint) && IsSocket(path))
        {
            File.Delete(path);
        }
    }

    private static bool IsRefused(EndPoint endPoint)
    {
        // It does not wait for a server whose queue is full: that one lives.
        using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { Blocking = false };
        try
        {
            probe.Connect(endPoint);
            return false;
        }
        catch (SocketException exception)
        {
            return exception.SocketErrorCode == SocketError.ConnectionRefused;
        }
    }

    // Connecting to a plain file is refused as well, but only a socket can't be opened. For reading and writing, since
    // opening a pipe for one of them would wait for its other end.
    private static bool IsSocket(string path)
    {
        try
        {
            File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite).Dispose();
            return false;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }
}
