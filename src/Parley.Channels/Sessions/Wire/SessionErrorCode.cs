namespace Parley.Channels;

/// <summary>The codes of <c>error</c>: section 5 of the reference page.</summary>
internal static class SessionErrorCode
{
    public const string InvalidJson = "invalid_json";
    public const string TooDeep = "too_deep";
    public const string TooLarge = "too_large";
    public const string UnknownOp = "unknown_op";
    public const string BadRequest = "bad_request";
    public const string BadGroup = "bad_group";
    public const string AlreadyJoined = "already_joined";
    public const string NotJoined = "not_joined";
    public const string TooManyGroups = "too_many_groups";
    public const string Forbidden = "forbidden";
    public const string IdReused = "id_reused";
    public const string RateLimited = "rate_limited";
    public const string Unavailable = "unavailable";
    public const string Internal = "internal";
}
