using System.Text.Json;
using System.Text.Json.Serialization;

namespace Parley.Cli.Bench;

/// <summary>How reports are written as JSON, by code made at build time.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(LoadReport))]
[JsonSerializable(typeof(IdleReport))]
[JsonSerializable(typeof(HandshakeReport))]
[JsonSerializable(typeof(MixedReport))]
internal sealed partial class BenchJson : JsonSerializerContext
{
    /// <summary>Writes a report to a file, if there is to be one.</summary>
    public static async Task WriteAsync<T>(string? file, T report)
    {
        if (file is not null)
        {
            await File.WriteAllTextAsync(file, JsonSerializer.Serialize(report, typeof(T), Default) + "\n");
        }
    }
}
