using System.Globalization;
using System.Text;
using System.Threading.Channels;
using Parley.Channels;
using Parley.Protocol;

namespace Parley.Cli.Connect;

/// <summary>A conversation in groups that lose nothing, in the subprotocol <c>parley.v1</c>.</summary>
internal sealed class SessionTalk : ITalk
{
    private const int UsualPage = 10;

    private readonly Channel<SessionClientStateChange> _changes = Channel.CreateUnbounded<SessionClientStateChange>();
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConnectSettings _settings;
    private readonly IView _view;
    private readonly Recorder? _recorder;
    private readonly SessionGroups _groups;
    private SessionClient? _client;

    public SessionTalk(ConnectSettings settings, IView view, Recorder? recorder)
    {
        _settings = settings;
        _view = view;
        _recorder = recorder;
        _groups = new SessionGroups(view, recorder);
        Commands =
        [
            new("join", "GROUP [all]", "joins a group and writes to it; all: from its oldest on", JoinAsync),
            new("leave", "[GROUP]", "leaves a group", LeaveAsync),
            new("publish", "JSON", "publishes JSON; what has no slash is published as text", PublishAsync),
            new("history", "[N]", "shows the newest publications of the current group", ShowHistoryAsync),
            new("who", "", "shows who is in the current group", ShowMembersAsync),
        ];
    }

    public Task Opened => _opened.Task;

    public IReadOnlyList<TalkCommand> Commands { get; }

    private SessionClient Client => _client ?? throw new CommandException("There is no connection yet.");

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        WebSocketClientOptions webSocket = _settings.Options;
        await using SessionClient client = SessionClient.Connect(new SessionClientOptions
        {
            Uri = _settings.Address,
            WebSocket = webSocket,
            OnStateChanged = change => _changes.Writer.TryWrite(change),
        });
        _client = client;
        try
        {
            await foreach (SessionClientStateChange change in _changes.Reader.ReadAllAsync(cancellationToken))
            {
                if (await OnChangeAsync(client, change, cancellationToken) is { } status)
                {
                    return status;
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // It was asked to end.
        }

        return ExitStatus.Fine;
    }

    public async ValueTask SayAsync(Message message, CancellationToken cancellationToken)
    {
        if (!message.IsText)
        {
            throw new CommandException("Sessions carry text and JSON, no bytes.");
        }

        SessionSubscription group = _groups.Current();
        await ToldAsync(Client.PublishTextAsync(group.Group, message.GetText(), cancellationToken: cancellationToken));
        _recorder?.Write(RecordDirection.Out, message, group.Group.Value);
    }

    // An exit status ends the conversation.
    private async Task<int?> OnChangeAsync(SessionClient client, SessionClientStateChange change, CancellationToken cancellationToken)
    {
        switch (change.State)
        {
            case SessionClientState.Open:
                _view.ShowNote($"welcomed at {HarmlessAddress.Of(_settings.Address)} as {client.Welcome?.User ?? client.Welcome?.Client}");
                if (!_opened.Task.IsCompleted)
                {
                    await _groups.JoinAsync(client, _settings.Groups, cancellationToken);
                    _opened.TrySetResult();
                }

                return null;

            // Whoever was never let in is told so at once: the address may be wrong.
            case SessionClientState.Waiting when !_opened.Task.IsCompleted && !_settings.IsReconnecting:
                throw new IOException(change.Reason.Length > 0 ? change.Reason : $"It closed with {(int?)change.CloseCode}.");
            case SessionClientState.Waiting:
                string code = change.CloseCode is { } closed ? ((int)closed).ToString(CultureInfo.InvariantCulture) : "";
                _view.ShowTrouble(string.Create(
                    CultureInfo.InvariantCulture, $"the connection was lost ({code}) {change.Reason} Again in {change.RetryIn.TotalSeconds:0.0} s."));
                return null;
            case SessionClientState.Closed:
                return ExitStatus.Lost;
            default:
                return null;
        }
    }

    private async ValueTask JoinAsync(string arguments, CancellationToken cancellationToken)
    {
        string[] words = arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words is not ([_] or [_, "all"]) || !GroupName.TryCreate(words[0], out GroupName name))
        {
            throw new CommandException($"/join takes the name of a group, and 'all' behind it or nothing. {GroupName.Rule}");
        }

        await ToldAsync(_groups.JoinAsync(
            Client, name, words.Length == 2 ? SessionJoinOptions.FromOldest : SessionJoinOptions.Default, cancellationToken));
    }

    private async ValueTask LeaveAsync(string arguments, CancellationToken cancellationToken)
    {
        SessionSubscription group = arguments.Length > 0 ? _groups.Find(arguments) : _groups.Current();
        await ToldAsync(_groups.LeaveAsync(group, cancellationToken));
    }

    private async ValueTask PublishAsync(string arguments, CancellationToken cancellationToken)
    {
        SessionSubscription group = _groups.Current();
        byte[] json = Encoding.UTF8.GetBytes(arguments);
        try
        {
            await ToldAsync(Client.PublishAsync(group.Group, json, cancellationToken: cancellationToken));
            _recorder?.Write(RecordDirection.Out, new Message(MessageType.Text, json), group.Group.Value);
        }
        catch (ArgumentException)
        {
            throw new CommandException("/publish takes JSON, such as {\"text\": \"hello\"}. What has no slash is published as text.");
        }
    }

    private async ValueTask ShowHistoryAsync(string arguments, CancellationToken cancellationToken)
    {
        int count = UsualPage;
        if (arguments.Length > 0 && (!int.TryParse(arguments, CultureInfo.InvariantCulture, out count) || count is < 1 or > HistoryQuery.MaxLimit))
        {
            throw new CommandException($"/history takes a number from 1 to {HistoryQuery.MaxLimit}.");
        }

        GroupName group = _groups.Current().Group;
        SessionHistoryPage page = await ToldAsync(Client.ReadHistoryAsync(group, HistoryQuery.Newest(count), cancellationToken));
        foreach (SessionPublication publication in page.Messages)
        {
            _view.ShowNote($"{SessionGroups.Describe(group, publication)} {publication.GetText()}");
        }

        _view.ShowNote(page.Messages.Count == 0 ? $"{group} has no history" : $"{page.Messages.Count} of {group}'s history{(page.HasMore ? ", and there is more" : "")}");
    }

    private ValueTask ShowMembersAsync(string arguments, CancellationToken cancellationToken)
    {
        SessionSubscription group = _groups.Current();
        IEnumerable<string> names = group.Members.Select(SessionGroups.NameOf);
        _view.ShowNote($"{group.Count} in {group.Group}: {string.Join(", ", names)}");
        return ValueTask.CompletedTask;
    }

    private static async Task ToldAsync(Task task)
    {
        try
        {
            await task;
        }
        catch (SessionException exception)
        {
            throw new CommandException(exception.Message);
        }
    }

    private static async Task<T> ToldAsync<T>(Task<T> task)
    {
        await ToldAsync((Task)task);
        return await task;
    }
}
