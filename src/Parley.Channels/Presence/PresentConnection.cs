namespace Parley.Channels;

/// <summary>A connection in a group: which node it is connected to, and which member it belongs to.</summary>
internal readonly record struct PresentConnection(PresenceNode Node, LinkedListNode<PresentMember> Member);
