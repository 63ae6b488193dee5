namespace Parley.Channels;

/// <summary>Takes the answer to a request.</summary>
internal delegate void AnswerHandler(in ServerFields answer);
