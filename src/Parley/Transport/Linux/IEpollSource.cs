namespace Parley;

/// <summary>What an <see cref="EpollLoop"/> watches a descriptor for.</summary>
internal interface IEpollSource
{
    /// <summary>Something happened to the descriptor. On the loop.</summary>
    /// <param name="events">What, as bits of <see cref="Epoll"/>.</param>
    void OnEvents(uint events);

    /// <summary>Dealing with events failed, which is a defect: whatever it was about must end.</summary>
    /// <param name="fault">What was thrown.</param>
    void OnFault(Exception fault);
}
