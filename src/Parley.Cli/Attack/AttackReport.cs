using System.Text.Encodings.Web;
using System.Text.Json;

namespace Parley.Cli;

/// <summary>What a run of attacks came to.</summary>
internal sealed record AttackReport(AttackTarget Target, IReadOnlyList<AttackOutcome> Outcomes, TimeSpan Elapsed)
{
    /// <summary>How many attacks came to a verdict.</summary>
    public int Count(AttackVerdict verdict) => Outcomes.Count(outcome => outcome.Result.Verdict == verdict);

    /// <summary>Writes it as JSON.</summary>
    public async Task WriteJsonAsync(string file)
    {
        await using FileStream stream = File.Create(file);

        // Names such as "a&b" stay readable: the file is no part of a web page.
        var options = new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        await using var json = new Utf8JsonWriter(stream, options);
        json.WriteStartObject();
        json.WriteString("target", Target.Address.ToString());
        json.WriteNumber("milliseconds", (long)Elapsed.TotalMilliseconds);
        foreach (AttackVerdict verdict in Enum.GetValues<AttackVerdict>())
        {
            json.WriteNumber(Name(verdict), Count(verdict));
        }

        json.WriteStartArray("results");
        foreach (AttackOutcome outcome in Outcomes)
        {
            Write(json, outcome);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    public override string ToString() =>
        $"{Outcomes.Count} attacks in {Spoken.Time(Elapsed)}: {Count(AttackVerdict.Pass)} passed, {Count(AttackVerdict.Warn)} "
        + $"with a warning, {Count(AttackVerdict.Fail)} failed, {Count(AttackVerdict.Skip)} skipped";

    private static void Write(Utf8JsonWriter json, AttackOutcome outcome)
    {
        json.WriteStartObject();
        json.WriteString("name", outcome.Case.Name);
        json.WriteString("advisory", outcome.Case.Advisory);
        json.WriteString("what", outcome.Case.What);
        json.WriteString("verdict", Name(outcome.Result.Verdict));
        json.WriteString("seen", outcome.Result.Seen);
        json.WriteNumber("milliseconds", (long)outcome.Elapsed.TotalMilliseconds);
        if (outcome.MemoryGrowth is { } growth)
        {
            json.WriteNumber("memoryGrowth", growth);
        }

        json.WriteEndObject();
    }

    private static string Name(AttackVerdict verdict) => verdict switch
    {
        AttackVerdict.Pass => "pass",
        AttackVerdict.Warn => "warn",
        AttackVerdict.Fail => "fail",
        _ => "skip",
    };
}
