namespace Parley.Cli.Connect;

/// <summary>For pipes: a message a line, and everything else to standard error.</summary>
internal sealed class LineView(ConnectSettings settings, Tally tally, TextWriter output, TextWriter errors) : IView
{
    private readonly Lock _lock = new();

    /// <summary>Told of each message that came.</summary>
    public Action? Received { get; set; }

    public void ShowReceived(in Message message) => Show("", message);

    public void ShowPublished(string from, in Message message) => Show($"{VisibleText.Line(from)}: ", message);

    // Who reads a pipe wants the messages, and can see from the exit status how it ended.
    public void ShowNote(string text)
    {
    }

    public void ShowTrouble(string text)
    {
        lock (_lock)
        {
            errors.WriteLine("parley: " + VisibleText.Line(text));
        }
    }

    public void ShowCommands(IEnumerable<TalkCommand> commands)
    {
    }

    private void Show(string from, in Message message)
    {
        if (!tally.TryAdd())
        {
            return;
        }

        string text = (settings.IsJson && message.IsText ? MessageText.Pretty(message.Data.Span) : null) ?? MessageText.Whole(message);
        lock (_lock)
        {
            output.WriteLine(from + text);
            output.Flush();
        }

        Received?.Invoke();
        tally.OnShown();
    }
}
