using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace Parley.Chat;

/// <summary>Sends metrics by OTLP, if the operator has said where.</summary>
internal static class Otlp
{
    private const string EndpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string MetricsEndpointVariable = "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT";
    private const string ProtocolVariable = "OTEL_EXPORTER_OTLP_PROTOCOL";
    private const int HttpPort = 4318;
    private const string MetricsPath = "/v1/metrics";

    /// <summary>Begins to send, until what is returned is disposed; null if there is nowhere to send to.</summary>
    public static IDisposable? Start(ChatSettings settings)
    {
        bool isWanted = settings.Otlp is not null
            || Environment.GetEnvironmentVariable(EndpointVariable) is { Length: > 0 }
            || Environment.GetEnvironmentVariable(MetricsEndpointVariable) is { Length: > 0 };
        return isWanted ? Build(settings.Otlp) : null;
    }

    // How often is OTEL_METRIC_EXPORT_INTERVAL's to say, and what else the variables say holds as well.
    private static MeterProvider Build(string? endpoint) => Sdk.CreateMeterProviderBuilder()
        .ConfigureResource(static resource => resource.AddService("parley-chat"))
        .AddMeter("Parley", ChatMetrics.MeterName, "Microsoft.AspNetCore.Hosting", "System.Runtime")
        .AddOtlpExporter(options =>
        {
            if (endpoint is not null)
            {
                Direct(options, new Uri(endpoint));
            }
        })
        .Build();

    private static void Direct(OtlpExporterOptions options, Uri endpoint)
    {
        bool isHttp = endpoint.Port == HttpPort || endpoint.AbsolutePath.Length > 1
            || Environment.GetEnvironmentVariable(ProtocolVariable) == "http/protobuf";
        options.Protocol = isHttp ? OtlpExportProtocol.HttpProtobuf : OtlpExportProtocol.Grpc;
        options.Endpoint = isHttp && endpoint.AbsolutePath.Length <= 1 ? new Uri(endpoint, MetricsPath) : endpoint;
    }
}
