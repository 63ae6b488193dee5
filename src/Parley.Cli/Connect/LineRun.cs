using System.Text;
using Parley.Protocol;

namespace Parley.Cli.Connect;

/// <summary>
/// Sends what a pipe or a recording says, and prints what comes, a message a line. It is over when as many came as were asked
/// for, when the server closes, or when all is said and nothing has come for a while.
/// </summary>
internal sealed class LineRun
{
    private readonly ConnectSettings _settings;
    private readonly Tally _tally;
    private readonly LineView _view;
    private readonly ITalk _talk;

    public LineRun(ConnectSettings settings, Recorder? recorder)
    {
        _settings = settings;
        _tally = new Tally(settings.Count);
        _view = new LineView(settings, _tally, Console.Out, Console.Error);
        _talk = settings.IsSession ? new SessionTalk(settings, _view, recorder) : new RawTalk(settings, _view, recorder);
    }

    /// <summary>Runs to the end.</summary>
    /// <returns>The exit status.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task<int> talking = _talk.RunAsync(ending.Token);
        Task saying = SayAllAsync(ending.Token);
        Task first = await Task.WhenAny(talking, saying, _tally.Enough);
        if (first == saying && saying.IsCompletedSuccessfully)
        {
            await WaitForQuietAsync(talking, cancellationToken);
        }

        // What was sent last is on its way before the connection is closed: closing goes behind it.
        await ending.CancelAsync();
        int status = await talking;
        await IgnoreEndAsync(saying);
        return status is ExitStatus.Fine && !_tally.IsComplete ? await SayTooFewAsync() : status;
    }

    private async Task SayAllAsync(CancellationToken cancellationToken)
    {
        await _talk.Opened.WaitAsync(cancellationToken);
        await foreach (Message message in (_settings.Script ?? ReadInputAsync(cancellationToken)).WithCancellation(cancellationToken))
        {
            await _talk.SayAsync(message, cancellationToken);
        }
    }

    private static async IAsyncEnumerable<Message> ReadInputAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(Console.OpenStandardInput(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));

        // A read of standard input can't be cancelled, and is left behind.
        while (await reader.ReadLineAsync(CancellationToken.None).AsTask().WaitAsync(cancellationToken) is { } line)
        {
            yield return new Message(MessageType.Text, Encoding.UTF8.GetBytes(line));
        }
    }

    private async Task WaitForQuietAsync(Task talking, CancellationToken cancellationToken)
    {
        using var quiet = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (_settings.Wait is { } wait)
        {
            quiet.CancelAfter(wait);
            _view.Received = () => TryCancelAfter(quiet, wait);
        }

        var isQuiet = new TaskCompletionSource();
        await using CancellationTokenRegistration registration = quiet.Token.Register(isQuiet.SetResult);
        await Task.WhenAny(talking, _tally.Enough, isQuiet.Task);
        _view.Received = null;
    }

    // A message may come while the wait ends.
    private static void TryCancelAfter(CancellationTokenSource quiet, TimeSpan wait)
    {
        try
        {
            quiet.CancelAfter(wait);
        }
        catch (ObjectDisposedException)
        {
            // It has ended.
        }
    }

    private static async Task IgnoreEndAsync(Task saying)
    {
        try
        {
            await saying;
        }
        catch (OperationCanceledException)
        {
            // The conversation was over before everything was said.
        }
    }

    private async Task<int> SayTooFewAsync()
    {
        await Console.Error.WriteLineAsync($"parley: {_tally.Came} of {_settings.Count} messages came.");
        return ExitStatus.TooFew;
    }
}
