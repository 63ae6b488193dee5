using System.CommandLine;
using Parley.Cli.Conformance;

namespace Parley.Cli;

/// <summary><c>parley conformance</c>: tests other servers and clients against the RFCs.</summary>
internal static class ConformanceCommand
{
    private static readonly Option<string> _cases = new("--cases")
    {
        Description = "Which cases: numbers with * for any, separated by commas, such as 1.*,6.4.3.",
        HelpName = "LIST",
        DefaultValueFactory = static _ => "",
    };

    private static readonly Option<int> _messages = new("--messages")
    {
        Description = "How many messages the cases of round trips and compression (9.7, 9.8, 12, 13) send.",
        DefaultValueFactory = static _ => 1000,
    };

    private static readonly Option<string?> _json = new("--json") { Description = "A file to write the results to, as JSON.", HelpName = "FILE" };

    private static readonly Option<string?> _html = new("--html") { Description = "A file to write the results to, as a page.", HelpName = "FILE" };

    public static Command Create() => new(
        "conformance", "Tests a server or a client against RFC 6455 and RFC 7692: 517 cases, by the numbers that the field knows.")
    {
        CreateServer(),
        CreateClient(),
        CreateEchoClient(),
    };

    private static Command CreateServer()
    {
        var address = AddressArgument.Create("The server: ws://HOST:PORT/PATH, or wss. It must echo what it is sent.");
        var atOnce = new Option<int>("--at-once")
        {
            Description = "How many cases to play at once.",
            DefaultValueFactory = static _ => 1,
        };
        atOnce.Validators.Add(static result =>
        {
            if (result.Tokens is [{ Value: var value }] && int.TryParse(value, out int count) && count < 1)
            {
                result.AddError("--at-once takes a number above 0.");
            }
        });
        var command = new Command("server", "Drives a server through the cases. Ends with 1 if one failed.")
        {
            address, _cases, _messages, atOnce, _json, _html,
        };
        var trust = new TrustOptions(command);
        command.SetAction((result, cancellationToken) => ServerConformance.RunAsync(
            result.GetValue(address)!,
            trust.Read(result),
            CaseList.Fitting(CaseList.All(result.GetValue(_messages)), result.GetValue(_cases)!),
            new CaseRunner(result.GetValue(_messages)),
            result.GetValue(atOnce),
            new ReportWriter(result.GetValue(_json), result.GetValue(_html)),
            cancellationToken));
        return command;
    }

    private static Command CreateClient()
    {
        var port = new Option<int>("--port") { Description = "The port to listen on; 0 picks a free one.", DefaultValueFactory = static _ => 9001 };
        var host = new Option<string>("--host") { Description = "The address to listen on.", DefaultValueFactory = static _ => "127.0.0.1" };
        var once = new Option<bool>("--once") { Description = "End after the first client has asked for its report, with 1 if a case failed." };
        var command = new Command(
            "client", "Waits for clients that go through the cases by /getCaseCount, /runCase?case=N&agent=NAME and /updateReports?agent=NAME.")
        {
            port, host, once, _cases, _messages, _json, _html,
        };
        command.SetAction((result, cancellationToken) => ClientConformance.RunAsync(
            WebSocketServerOptions.ParseHost(result.GetValue(host)!),
            result.GetValue(port),
            result.GetValue(once),
            CaseList.Fitting(CaseList.All(result.GetValue(_messages)), result.GetValue(_cases)!),
            new CaseRunner(result.GetValue(_messages)),
            new ReportWriter(result.GetValue(_json), result.GetValue(_html)),
            cancellationToken));
        return command;
    }

    private static Command CreateEchoClient()
    {
        var address = AddressArgument.Create("The tester: ws://HOST:PORT/, or wss.");
        var agent = new Option<string>("--agent") { Description = "The name to be tested under.", DefaultValueFactory = static _ => "Parley" };
        var command = new Command("echo-client", "Sends Parley's own client through such a tester.") { address, agent };
        var trust = new TrustOptions(command);
        command.SetAction((result, cancellationToken) =>
            EchoClient.RunAsync(result.GetValue(address)!, result.GetValue(agent)!, trust.Read(result), cancellationToken));
        return command;
    }
}
