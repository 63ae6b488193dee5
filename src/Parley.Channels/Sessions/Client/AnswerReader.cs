namespace Parley.Channels;

/// <summary>Reads what an answer says.</summary>
internal delegate T AnswerReader<T>(in ServerFields answer);
