namespace Parley.Chat;

/// <summary>How somebody is known.</summary>
internal enum UserKind
{
    /// <summary>By a name that anybody may take, and a tag that only they have.</summary>
    Guest,

    /// <summary>By a token of the operator's own site.</summary>
    Person,
}
