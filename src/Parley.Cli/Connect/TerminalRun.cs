using System.Text;
using System.Threading.Channels;
using Parley.Protocol;

namespace Parley.Cli.Connect;

/// <summary>Talks with whoever sits at the terminal.</summary>
internal sealed class TerminalRun
{
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly LineEditor _editor = new();
    private readonly Tally _tally;
    private readonly TerminalView _view;
    private readonly ITalk _talk;
    private readonly List<TalkCommand> _commands;

    public TerminalRun(ConnectSettings settings, Recorder? recorder)
    {
        _tally = new Tally(settings.Count);
        _view = new TerminalView(settings, _tally, TimeProvider.System);
        _talk = settings.IsSession ? new SessionTalk(settings, _view, recorder) : new RawTalk(settings, _view, recorder);
        _commands =
        [
            .. _talk.Commands,
            new("help", "", "shows this. Type two slashes to send one", HelpAsync),
            new("quit", "", "closes with 1000 and ends, as Ctrl+D does", QuitAsync),
        ];
    }

    /// <summary>Runs to the end.</summary>
    /// <returns>The exit status.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bool isControlCInput = Console.TreatControlCAsInput;
        try
        {
            Task<int> talking = _talk.RunAsync(ending.Token);
            if (await Task.WhenAny(talking, _talk.Opened) == talking)
            {
                return await talking;
            }

            // Ctrl+C empties the line before it ends the program, as in a shell.
            Console.TreatControlCAsInput = true;
            _view.ShowNote("type to send; /help says what else there is");
            _view.Begin(_editor);
            new Thread(ReadKeys) { IsBackground = true, Name = "keys" }.Start();
            Task typing = ObeyAsync(ending.Token);
            await Task.WhenAny(talking, typing, _tally.Enough);
            await ending.CancelAsync();
            int status = await talking;
            await typing;
            return status;
        }
        finally
        {
            _view.End();
            Console.TreatControlCAsInput = isControlCInput;
        }
    }

    // A thread of its own, since a key can't be awaited.
    private void ReadKeys()
    {
        try
        {
            while (true)
            {
                (LineEdit edit, string line) = _view.Press(_editor, Console.ReadKey(intercept: true));
                if (edit == LineEdit.Submitted && line.Length > 0)
                {
                    _lines.Writer.TryWrite(line);
                }
                else if (edit == LineEdit.Ended)
                {
                    break;
                }
            }
        }
        catch (Exception exception) when (exception is InvalidOperationException or IOException)
        {
            // The terminal has gone.
        }

        _lines.Writer.TryComplete();
    }

    private async Task ObeyAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (string line in _lines.Reader.ReadAllAsync(cancellationToken))
            {
                _view.ShowSaid(line);
                await ObeyAsync(line, cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The conversation is over.
        }
    }

    private async Task ObeyAsync(string line, CancellationToken cancellationToken)
    {
        try
        {
            if (line.StartsWith('/') && !line.StartsWith("//", StringComparison.Ordinal))
            {
                string[] parts = line[1..].Split(' ', 2, StringSplitOptions.TrimEntries);
                TalkCommand command = _commands.Find(command => command.Name == parts[0])
                    ?? throw new CommandException($"There is no /{parts[0]}; /help says what there is. To send this, begin with //.");
                await command.RunAsync(parts.ElementAtOrDefault(1) ?? "", cancellationToken);
            }
            else
            {
                string text = line.StartsWith("//", StringComparison.Ordinal) ? line[1..] : line;
                await _talk.SayAsync(new Message(MessageType.Text, Encoding.UTF8.GetBytes(text)), cancellationToken);
            }
        }
        catch (CommandException exception)
        {
            _view.ShowTrouble(exception.Message);
        }
    }

    private ValueTask HelpAsync(string arguments, CancellationToken cancellationToken)
    {
        _view.ShowCommands(_commands);
        return ValueTask.CompletedTask;
    }

    private ValueTask QuitAsync(string arguments, CancellationToken cancellationToken)
    {
        _lines.Writer.TryComplete();
        return ValueTask.CompletedTask;
    }
}
