using System.Text.Encodings.Web;
using System.Text.Json;

namespace Parley.Cli.Conformance;

/// <summary>Results as JSON.</summary>
internal static class JsonReport
{
    private static readonly JsonWriterOptions _indented = new()
    {
        Indented = true,
        Encoder = JavaScriptEncoder.Create(System.Text.Unicode.UnicodeRanges.All),
    };

    private static readonly JsonWriterOptions _plain = new() { Indented = false };

    /// <summary>The whole report.</summary>
    public static string Write(string peer, IReadOnlyList<CaseResult> results) => Write(_indented, json => WriteReport(json, peer, results));

    /// <summary>The report for a page's script: nothing in it can end the script.</summary>
    public static string WriteForPage(string peer, IReadOnlyList<CaseResult> results) => Write(_plain, json => WriteReport(json, peer, results));

    /// <summary>What the field's harnesses ask about a case.</summary>
    public static string Info(ConformanceCase tried) => Write(_plain, json =>
    {
        json.WriteStartObject();
        json.WriteString("id", tried.Id);
        json.WriteString("description", tried.Title);
        json.WriteEndObject();
    });

    /// <summary>What the field's harnesses ask about a case that was run.</summary>
    public static string Status(CaseResult result) => Write(_plain, json =>
    {
        json.WriteStartObject();
        json.WriteString("behavior", result.OutcomeName);
        json.WriteEndObject();
    });

    private static void WriteReport(Utf8JsonWriter json, string peer, IReadOnlyList<CaseResult> results)
    {
        json.WriteStartObject();
        json.WriteString("peer", peer);
        json.WriteStartObject("tally");
        foreach (CaseOutcome outcome in Enum.GetValues<CaseOutcome>())
        {
            json.WriteNumber(CaseResult.NameOf(outcome), results.Count(result => result.Outcome == outcome));
        }

        json.WriteEndObject();
        json.WriteStartArray("cases");
        foreach (CaseResult result in results)
        {
            WriteResult(json, result);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteResult(Utf8JsonWriter json, CaseResult result)
    {
        json.WriteStartObject();
        json.WriteString("id", result.Id);
        json.WriteString("sent", result.Title);
        json.WriteString("expected", result.Expectation);
        json.WriteString("outcome", result.OutcomeName);
        json.WriteString("seen", result.Seen);
        json.WriteNumber("milliseconds", result.Milliseconds);
        json.WriteStartArray("frames");
        foreach (WireFrame frame in result.Frames)
        {
            json.WriteStartObject();
            json.WriteString("direction", frame.Direction);
            json.WriteString("header", frame.Header);
            json.WriteString("payload", frame.Payload);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static string Write(JsonWriterOptions options, Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, options))
        {
            write(json);
        }

        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }
}
