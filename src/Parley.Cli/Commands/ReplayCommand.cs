using System.CommandLine;
using System.Globalization;
using Parley.Cli.Connect;

namespace Parley.Cli;

/// <summary><c>parley replay</c>: sends again what <c>parley connect --record</c> has recorded.</summary>
internal static class ReplayCommand
{
    private static readonly Argument<string> _file = new("file") { Description = "What 'parley connect --record FILE' has written." };

    private static readonly Option<double> _speed = new("--speed")
    {
        Description = "How many times faster than it was recorded.",
        HelpName = "N",
        DefaultValueFactory = static _ => 1,
    };

    private static readonly Option<bool> _noPauses = new("--no-pauses") { Description = "Send everything at once." };

    private static readonly Option<RecordDirection> _direction = new("--direction")
    {
        Description = "Send what went out, or what came in.",
        HelpName = "out|in",
        DefaultValueFactory = static _ => RecordDirection.Out,
    };

    public static Command Create()
    {
        Argument<Uri> address = AddressArgument.Create("The server: ws://HOST:PORT/PATH, or wss.");
        var command = new Command("replay", "Sends a recording's messages to a server, with their pauses, and prints what comes.")
        {
            _file, address, _speed, _noPauses, _direction,
        };
        var client = new ClientOptions(command);
        var talk = new TalkOptions(command);
        _speed.Validators.Add(static result =>
        {
            if (result.Tokens is [{ Value: var text }] && double.TryParse(text, CultureInfo.InvariantCulture, out double speed)
                && (speed <= 0 || !double.IsFinite(speed)))
            {
                result.AddError("--speed takes a number above 0, such as 2 or 0.5.");
            }
        });
        command.SetAction((result, cancellationToken) =>
        {
            double? speed = result.GetValue(_noPauses) ? null : result.GetValue(_speed);
            var recording = new Recording(result.GetValue(_file)!, result.GetValue(_direction), speed, TimeProvider.System);
            return ConnectRun.RunAsync(
                talk.Read(result, new ConnectSettings(result.GetValue(address)!, client.Read(result)) { Script = recording.ReadAsync(cancellationToken) }),
                cancellationToken);
        });
        return command;
    }
}
