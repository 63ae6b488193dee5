using System.Globalization;

namespace Parley.Cli.Bench;

/// <summary>A line on the terminal that is written over while a measurement runs; nothing where the output goes elsewhere.</summary>
internal sealed class LiveLine
{
    private readonly bool _isShown = !Console.IsOutputRedirected && !Console.IsErrorRedirected;
    private int _width;

    /// <summary>Shows a text.</summary>
    public void Show(FormattableString text)
    {
        if (_isShown)
        {
            Write(text.ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Takes the text away.</summary>
    public void Clear()
    {
        if (_isShown && _width > 0)
        {
            Write("");
            Console.Error.Write('\r');
        }
    }

    private void Write(string line)
    {
        Console.Error.Write("\r" + line.PadRight(_width));
        _width = line.Length;
    }
}
