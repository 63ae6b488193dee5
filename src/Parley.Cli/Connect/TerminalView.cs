using System.Globalization;
using Spectre.Console;

namespace Parley.Cli.Connect;

/// <summary>On a terminal: what comes stands above the line that is being typed, each with its time.</summary>
internal sealed class TerminalView : IView
{
    private const string Prompt = "> ";
    private const string StartOfLine = "\r\u001b[2K";
    private const string ClearScreen = "\u001b[H\u001b[2J";
    private const string Continuation = "           ";
    private const int CommandWidth = 21;

    private static readonly Style _faint = new(Color.Grey);
    private static readonly Style _heard = new(Color.Green);
    private static readonly Style _said = new(Color.Aqua);
    private static readonly Style _trouble = new(Color.Red);

    private readonly Lock _lock = new();
    private readonly ConnectSettings _settings;
    private readonly Tally _tally;
    private readonly TimeProvider _time;
    private readonly IAnsiConsole _console;
    private LineEditor? _editor;

    public TerminalView(ConnectSettings settings, Tally tally, TimeProvider time)
    {
        _settings = settings;
        _tally = tally;
        _time = time;
        _console = AnsiConsole.Create(new AnsiConsoleSettings());

        // The terminal breaks long lines itself, so that they are whole when they are copied.
        _console.Profile.Width = int.MaxValue;
    }

    /// <summary>From now on the line that is being typed is shown.</summary>
    public void Begin(LineEditor editor)
    {
        lock (_lock)
        {
            _editor = editor;
            DrawInput();
        }
    }

    /// <summary>The line that is being typed is not shown any more.</summary>
    public void End()
    {
        lock (_lock)
        {
            Console.Out.Write(StartOfLine);
            Console.Out.Flush();
            _editor = null;
        }
    }

    /// <summary>A key was pressed, under the lock that drawing takes.</summary>
    /// <returns>What it did, and the line that is done with it.</returns>
    public (LineEdit Edit, string Line) Press(LineEditor editor, ConsoleKeyInfo key)
    {
        lock (_lock)
        {
            LineEdit edit = editor.Press(key);
            string line = edit == LineEdit.Submitted ? editor.Take() : "";
            if (edit == LineEdit.Cleared)
            {
                Console.Out.Write(ClearScreen);
            }

            DrawInput();
            return (edit, line);
        }
    }

    /// <summary>Something was typed, and is being sent or done.</summary>
    public void ShowSaid(string line) => Write("→", _said, MessageText.Shortened(line), Style.Plain);

    public void ShowReceived(in Message message) => Show("", message);

    public void ShowPublished(string from, in Message message) => Show(VisibleText.Line(from) + " ", message);

    public void ShowNote(string text) => Write("·", _faint, MessageText.Shortened(text), _faint);

    public void ShowTrouble(string text) => Write("!", _trouble, MessageText.Shortened(text), _trouble);

    public void ShowCommands(IEnumerable<TalkCommand> commands)
    {
        foreach (TalkCommand command in commands)
        {
            Write("·", _faint, $"{$"/{command.Name} {command.Arguments}",-CommandWidth} {command.Description}", Style.Plain);
        }
    }

    private void Show(string from, in Message message)
    {
        if (!_tally.TryAdd())
        {
            return;
        }

        string? pretty = _settings.IsJson && message.IsText ? MessageText.Pretty(message.Data.Span) : null;
        string text = pretty?.Replace("\n", "\n" + Continuation, StringComparison.Ordinal) ?? MessageText.Shortened(message);
        Write("←", _heard, from + text, Style.Plain);
        _tally.OnShown();
    }

    // The text is harmless already. It is no markup: a paragraph takes it as it is.
    private void Write(string sign, Style signStyle, string text, Style style)
    {
        string time = _time.GetLocalNow().ToString("HH:mm:ss ", CultureInfo.InvariantCulture);
        Paragraph line = new Paragraph().Append(time, _faint).Append(sign + " ", signStyle).Append(text + "\n", style);
        lock (_lock)
        {
            Console.Out.Write(StartOfLine);
            _console.Write(line);
            DrawInput();
        }
    }

    private void DrawInput()
    {
        if (_editor is not { } editor)
        {
            return;
        }

        // The second half of a pair is on its way: half a character can't be shown.
        if (editor.Cursor > 0 && char.IsHighSurrogate(editor.Text[editor.Cursor - 1]))
        {
            return;
        }

        InputWindow window = InputWindow.Of(editor.Text, editor.Cursor, Console.WindowWidth - Prompt.Length);
        int column = Prompt.Length + window.Column + 1;
        Console.Out.Write(string.Create(CultureInfo.InvariantCulture, $"{StartOfLine}{Prompt}{window.Text}\u001b[{column}G"));
        Console.Out.Flush();
    }
}
