namespace Parley.Channels.Redis;

/// <summary>Receives what a server sends unasked, on the reading thread, in order. It must not block.</summary>
internal interface IPushHandler
{
    /// <summary>A published message, or that a subscription has begun or ended.</summary>
    /// <param name="push">Its first part is a word that says which, its second the channel.</param>
    /// <param name="answered">The command of ours that it answers, or null if it came unasked.</param>
    void OnPush(in RespValue push, RedisCommand? answered);
}
