using System.Diagnostics.Metrics;

namespace Parley.Chat;

/// <summary>What the chat counts besides what Parley counts: the meter <c>Parley.Chat</c>.</summary>
internal sealed class ChatMetrics
{
    public const string MeterName = "Parley.Chat";

    private readonly Counter<long> _messages;
    private readonly Counter<long> _pictures;
    private readonly Counter<long> _guests;
    private long _published;

    public ChatMetrics(IMeterFactory factory)
    {
        Meter meter = factory.Create(MeterName);
        _messages = meter.CreateCounter<long>("parley.chat.messages", "{message}", "Messages that people have sent, by outcome.");
        _pictures = meter.CreateCounter<long>("parley.chat.pictures", "{picture}", "Pictures that people have sent.");
        _guests = meter.CreateCounter<long>("parley.chat.guests", "{guest}", "Guests who have come for the first time.");
    }

    /// <summary>How many messages have been taken since the start.</summary>
    public long Published => Interlocked.Read(ref _published);

    public void CountMessage(bool isTaken)
    {
        _messages.Add(1, new KeyValuePair<string, object?>("outcome", isTaken ? "taken" : "refused"));
        if (isTaken)
        {
            Interlocked.Increment(ref _published);
        }
    }

    public void CountPicture() => _pictures.Add(1);

    public void CountGuest() => _guests.Add(1);
}
