using System.Diagnostics;
using System.Globalization;

namespace Parley.Cli.Bench;

/// <summary>A line on the terminal that is written over while a measurement runs; nothing where the output goes elsewhere.</summary>
internal sealed class LiveLine
{
    private static readonly TimeSpan _least = TimeSpan.FromMilliseconds(50);

    private readonly bool _isShown = !Console.IsOutputRedirected && !Console.IsErrorRedirected;
    private readonly Lock _lock = new();
    private long _shown;
    private int _width;

    /// <summary>Shows a text, unless another one has just been shown. Any thread may call it.</summary>
    public void Show(FormattableString text)
    {
        if (!_isShown)
        {
            return;
        }

        lock (_lock)
        {
            if (_shown == 0 || Stopwatch.GetElapsedTime(_shown) >= _least)
            {
                Write(text.ToString(CultureInfo.InvariantCulture));
                _shown = Stopwatch.GetTimestamp();
            }
        }
    }

    /// <summary>Takes the text away.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            if (_width > 0)
            {
                Write("");
                Console.Error.Write('\r');
            }
        }
    }

    private void Write(string line)
    {
        Console.Error.Write("\r" + line.PadRight(_width));
        _width = line.Length;
    }
}
