using System.Globalization;
using Parley.Protocol;

namespace Parley.Cli.Connect;

/// <summary>A conversation in messages, as they are.</summary>
internal sealed class RawTalk : ITalk
{
    private readonly ConnectSettings _settings;
    private readonly IView _view;
    private readonly Recorder? _recorder;
    private readonly ConnectionSlot _slot = new();
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isClosedHere;

    public RawTalk(ConnectSettings settings, IView view, Recorder? recorder)
    {
        _settings = settings;
        _view = view;
        _recorder = recorder;
        Commands =
        [
            new("ping", "", "measures a round trip", PingAsync),
            new("close", "CODE [REASON]", "closes with a code, such as 1000 or 4000", CloseAsync),
            new("binary", "HEX", "sends bytes, such as 0a 1b 2c", SendBinaryAsync),
        ];
    }

    public Task Opened => _opened.Task;

    public IReadOnlyList<TalkCommand> Commands { get; }

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            return _settings.IsReconnecting
                ? await ReadManyAsync(cancellationToken)
                : await ReadOneAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return ExitStatus.Fine;
        }
    }

    public async ValueTask SayAsync(Message message, CancellationToken cancellationToken)
    {
        while (true)
        {
            WebSocketConnection connection = await _slot.WaitAsync(cancellationToken);
            try
            {
                await connection.SendAsync(message, cancellationToken);
                _recorder?.Write(RecordDirection.Out, message);
                return;
            }
            catch (WebSocketClosedException)
            {
                // The one that follows takes it; without one the conversation is over, and whoever waits here with it.
                _slot.Empty(connection);
            }
        }
    }

    private async Task<int> ReadOneAsync(CancellationToken cancellationToken)
    {
        WebSocketConnection connection = await WebSocketClient.ConnectAsync(_settings.Address, _settings.Options, cancellationToken);
        return await ReadAsync(connection, cancellationToken);
    }

    private async Task<int> ReadManyAsync(CancellationToken cancellationToken)
    {
        int status = ExitStatus.Fine;
        var policy = new ReconnectPolicy { Waiting = ShowPause };
        try
        {
            await foreach (WebSocketConnection connection in
                WebSocketClient.ReconnectAsync(_settings.Address, policy, _settings.Options, cancellationToken))
            {
                status = await ReadAsync(connection, cancellationToken);
            }
        }
        catch (WebSocketClosedException)
        {
            // It has been shown.
        }

        return status;
    }

    private async Task<int> ReadAsync(WebSocketConnection connection, CancellationToken cancellationToken)
    {
        string subprotocol = connection.Subprotocol is { } agreed ? $", subprotocol {agreed}" : "";
        _view.ShowNote($"connected to {HarmlessAddress.Of(_settings.Address)}{subprotocol}");
        _slot.Fill(connection);
        _opened.TrySetResult();
        try
        {
            await foreach (Message message in connection.ReadAllAsync(cancellationToken))
            {
                _recorder?.Write(RecordDirection.In, message);
                _view.ShowReceived(message);
            }
        }
        finally
        {
            _slot.Empty(connection);
            await connection.CloseAsync(cancellationToken: CancellationToken.None);
        }

        return End(connection);
    }

    private int End(WebSocketConnection connection)
    {
        CloseCode code = connection.CloseCode ?? CloseCode.AbnormalClosure;
        _recorder?.WriteClose(RecordDirection.In, code, connection.CloseReason);
        string reason = connection.CloseReason.Length > 0 ? $": {connection.CloseReason}" : "";
        bool isFine = _isClosedHere || code is CloseCode.NormalClosure or CloseCode.GoingAway or CloseCode.NoStatusReceived;
        if (isFine)
        {
            _view.ShowNote($"closed with {Describe(code)}{reason}");
            return ExitStatus.Fine;
        }

        _view.ShowTrouble(code == CloseCode.AbnormalClosure
            ? $"the connection broke (1006){reason}"
            : $"closed with {Describe(code)}{reason}");
        return ExitStatus.Lost;
    }

    private static string Describe(CloseCode code) => Enum.IsDefined(code) ? $"{(int)code} {code}" : $"{(int)code}";

    private void ShowPause(ReconnectDelay pause) => _view.ShowTrouble(string.Create(
        CultureInfo.InvariantCulture, $"{pause.Cause.Message} Again in {pause.Delay.TotalSeconds:0.0} s."));

    private async ValueTask PingAsync(string arguments, CancellationToken cancellationToken)
    {
        WebSocketConnection connection = Current();
        try
        {
            TimeSpan time = await connection.PingAsync(cancellationToken);
            _view.ShowNote(string.Create(CultureInfo.InvariantCulture, $"pong after {time.TotalMilliseconds:0.000} ms"));
        }
        catch (WebSocketClosedException exception)
        {
            throw new CommandException($"No pong came: {exception.Message}");
        }
    }

    private async ValueTask CloseAsync(string arguments, CancellationToken cancellationToken)
    {
        string[] parts = arguments.Split(' ', 2, StringSplitOptions.TrimEntries);
        if (!ushort.TryParse(parts[0].Length == 0 ? "1000" : parts[0], CultureInfo.InvariantCulture, out ushort code))
        {
            throw new CommandException($"/close takes a number from 1000 to 4999, not '{parts[0]}'.");
        }

        WebSocketConnection connection = Current();
        try
        {
            string reason = parts.ElementAtOrDefault(1) ?? "";
            _isClosedHere = true;
            connection.Close((CloseCode)code, reason);
            _recorder?.WriteClose(RecordDirection.Out, (CloseCode)code, reason);
        }
        catch (ArgumentException exception)
        {
            _isClosedHere = false;
            throw new CommandException(CommandException.SentenceOf(exception));
        }

        await connection.Completion.WaitAsync(cancellationToken);
    }

    private ValueTask SendBinaryAsync(string arguments, CancellationToken cancellationToken)
    {
        try
        {
            byte[] bytes = Convert.FromHexString(arguments.Replace(" ", "", StringComparison.Ordinal));
            _ = Current();
            return SayAsync(new Message(MessageType.Binary, bytes), cancellationToken);
        }
        catch (FormatException)
        {
            throw new CommandException($"/binary takes pairs of hexadecimal digits, such as 0a1b2c, not '{arguments}'.");
        }
    }

    private WebSocketConnection Current() => _slot.Current ?? throw new CommandException("There is no connection just now.");
}
