using System.Diagnostics;
using Parley.Protocol;

namespace Parley.Cli;

/// <summary>Plays attacks one by one, the slow ones beside them, and looks after each whether the server still works.</summary>
/// <param name="target">The server.</param>
/// <param name="processId">The server's process, if its memory is to be watched.</param>
/// <param name="report">Told of each attack when it is over.</param>
internal sealed class AttackRunner(AttackTarget target, int? processId, Action<AttackOutcome> report)
{
    private const long MaxGrowth = 64L * 1024 * 1024;

    private static readonly TimeSpan _echoPatience = TimeSpan.FromSeconds(5);

    private bool _echoes;

    /// <summary>Plays attacks.</summary>
    /// <exception cref="AttackException">The server opens no WebSocket to begin with, or its process isn't there.</exception>
    /// <exception cref="IOException">The server takes no connection to begin with.</exception>
    public async Task<IReadOnlyList<AttackOutcome>> RunAsync(
        IReadOnlyList<AttackCase> attacks, CancellationToken cancellationToken)
    {
        await CheckProcessAsync();
        _echoes = await IsEchoingAsync(cancellationToken);
        List<Task<AttackOutcome>> slow =
            [.. attacks.Where(static attack => attack.IsSlow).Select(attack => PlayAsync(attack, null, cancellationToken))];
        List<AttackOutcome> outcomes = [];
        foreach (AttackCase attack in attacks.Where(static attack => !attack.IsSlow))
        {
            Add(await PlayAsync(attack, processId, cancellationToken));
        }

        foreach (Task<AttackOutcome> playing in slow)
        {
            Add(await playing);
        }

        return outcomes;

        void Add(AttackOutcome outcome)
        {
            outcomes.Add(outcome);
            report(outcome);
        }
    }

    // Later it may be gone because of an attack; that shows in what the attack came to.
    private async Task CheckProcessAsync()
    {
        if (processId is not { } id)
        {
            return;
        }

        await using MemoryWatch? memory = MemoryWatch.TryStart(id);
        if (memory is null)
        {
            throw new AttackException($"there is no process {id}");
        }
    }

    private async Task<AttackOutcome> PlayAsync(AttackCase attack, int? watched, CancellationToken cancellationToken)
    {
        long started = Stopwatch.GetTimestamp();
        await using MemoryWatch? memory = watched is { } id ? MemoryWatch.TryStart(id) : null;
        AttackResult result = await JudgeAsync(attack, memory is not null, cancellationToken);
        TimeSpan elapsed = Stopwatch.GetElapsedTime(started);
        long? growth = memory?.Finish();
        if (growth >= MaxGrowth)
        {
            result = AttackResult.Fail($"{result.Seen}; the memory grew by {Spoken.Bytes(growth.Value)}");
        }

        if (result.Verdict != AttackVerdict.Skip && await FindDamageAsync(cancellationToken) is { } damage)
        {
            result = AttackResult.Fail($"{result.Seen}; afterwards {damage}");
        }

        return new AttackOutcome(attack, result, elapsed, growth);
    }

    private async Task<AttackResult> JudgeAsync(AttackCase attack, bool isWatched, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(attack.Limit);
        try
        {
            return await attack.Play(new AttackContext(target, _echoes, isWatched, limit.Token));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return AttackResult.Fail($"not over within {Spoken.Time(attack.Limit)}");
        }
        catch (Exception exception) when (exception is AttackException or IOException)
        {
            return AttackResult.Fail(exception.Message);
        }
    }

    // Null if the server still opens WebSockets, and answers on them if it did so before.
    private async Task<string?> FindDamageAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (!_echoes)
            {
                (await OpenAsync(cancellationToken)).Dispose();
                return null;
            }

            return await IsEchoingAsync(cancellationToken) ? null : "nothing was sent back any more";
        }
        catch (Exception exception) when (exception is AttackException or IOException)
        {
            return exception.Message;
        }
    }

    private async Task<bool> IsEchoingAsync(CancellationToken cancellationToken)
    {
        using RawSocket socket = await OpenAsync(cancellationToken);
        await socket.TrySendAsync(ClientFrames.Final(Opcode.Text, "still there?"u8), cancellationToken);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_echoPatience);
        try
        {
            ServerFrame? frame;
            do
            {
                frame = await ServerFrame.ReadAsync(socket, limit.Token);
            }
            while (frame is { Opcode: not Opcode.Text });

            return frame is not null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private Task<RawSocket> OpenAsync(CancellationToken cancellationToken) =>
        new AttackContext(target, _echoes, IsMemoryWatched: false, cancellationToken).OpenAsync();
}
