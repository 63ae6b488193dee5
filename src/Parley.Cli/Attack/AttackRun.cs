using System.Diagnostics;

namespace Parley.Cli;

/// <summary>Runs <c>parley attack</c>, and turns what goes wrong into a sentence.</summary>
internal static class AttackRun
{
    /// <summary>Shows the attacks.</summary>
    public static async Task<int> ListAsync(string cases)
    {
        try
        {
            foreach (AttackCase attack in AttackSuite.Pick(cases))
            {
                await Console.Out.WriteLineAsync($"{attack.Name} - {attack.Advisory} - {attack.What}");
            }

            return 0;
        }
        catch (AttackException exception)
        {
            return await RefuseAsync(exception.Message);
        }
    }

    /// <summary>Plays the attacks.</summary>
    /// <returns>The exit status: 1 if the server fails one.</returns>
    public static async Task<int> RunAsync(AttackSettings settings, CancellationToken cancellationToken)
    {
        try
        {
            IReadOnlyList<AttackCase> attacks = AttackSuite.Pick(settings.Cases);
            AttackTarget found = await AttackTarget.FindAsync(settings.Address, settings.MayBeRemote, cancellationToken);
            AttackTarget target = found with { Tls = settings.Tls };
            long started = Stopwatch.GetTimestamp();
            var runner = new AttackRunner(target, settings.ProcessId, Console.Out.WriteLine);
            IReadOnlyList<AttackOutcome> outcomes = await runner.RunAsync(attacks, cancellationToken);
            var report = new AttackReport(target, outcomes, Stopwatch.GetElapsedTime(started));
            await Console.Out.WriteLineAsync(report.ToString());
            if (settings.JsonFile is { } file)
            {
                await report.WriteJsonAsync(file);
            }

            return report.Count(AttackVerdict.Fail) == 0 ? 0 : 1;
        }
        catch (Exception exception) when (exception is AttackException or IOException or UnauthorizedAccessException)
        {
            return await RefuseAsync(exception.Message);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return await RefuseAsync("stopped before all attacks were played");
        }
    }

    private static async Task<int> RefuseAsync(string reason)
    {
        await Console.Error.WriteLineAsync("parley: " + reason);
        return 1;
    }
}
