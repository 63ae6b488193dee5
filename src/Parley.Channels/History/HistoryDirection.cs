namespace Parley.Channels;

/// <summary>Which way a page of history goes on from where it starts.</summary>
public enum HistoryDirection
{
    /// <summary>Towards newer publications.</summary>
    Forward,

    /// <summary>Towards older publications.</summary>
    Backward,
}
