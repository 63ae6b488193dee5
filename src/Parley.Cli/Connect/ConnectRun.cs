using Spectre.Console;

namespace Parley.Cli.Connect;

/// <summary>Runs <c>parley connect</c> and <c>parley replay</c>, and turns what goes wrong into a sentence.</summary>
internal static class ConnectRun
{
    private const int BodyShown = 300;

    /// <summary>Runs to the end.</summary>
    /// <returns>The exit status; see <see cref="ExitStatus"/>.</returns>
    public static async Task<int> RunAsync(ConnectSettings settings, CancellationToken cancellationToken)
    {
        try
        {
            bool isTyped = settings.Script is null && IsTerminal();
            if (settings is { IsSession: true, Groups: [] } && !isTyped)
            {
                return await RefuseAsync("Say which group the lines are for: --join and its name.");
            }

            using Recorder? recorder = settings.RecordFile is { } file ? new Recorder(file, TimeProvider.System) : null;
            return isTyped
                ? await new TerminalRun(settings, recorder).RunAsync(cancellationToken)
                : await new LineRun(settings, recorder).RunAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return ExitStatus.NotOpened;
        }
        catch (WebSocketHandshakeException exception)
        {
            string body = exception.Body.Length > 0 ? $"\nIt says: {MessageStart(exception.Body)}" : "";
            return await RefuseAsync(VisibleText.Line(InOptions(exception.Message)) + body);
        }
        catch (Exception exception) when (
            exception is IOException or TimeoutException or UnauthorizedAccessException or ArgumentException or CommandException)
        {
            return await RefuseAsync(VisibleText.Line(CommandException.SentenceOf(exception)));
        }
    }

    // With less than a terminal that can be written to anywhere there is no line to edit.
    private static bool IsTerminal() =>
        !Console.IsInputRedirected && !Console.IsOutputRedirected && AnsiConsole.Profile.Capabilities.Ansi;

    // The client names the setting of a program; here it is an option.
    private static string InOptions(string sentence) => sentence.Replace(
        "If it should be, add that certificate to TrustedRoots.",
        "If it should be, --ca FILE trusts that certificate; --insecure takes any, for tests.",
        StringComparison.Ordinal);

    private static string MessageStart(string body) =>
        VisibleText.Line(body.Length > BodyShown ? body[..BodyShown] + "…" : body);

    private static async Task<int> RefuseAsync(string reason)
    {
        await Console.Error.WriteLineAsync("parley: " + reason);
        return ExitStatus.NotOpened;
    }
}
