using System.Text;
using Parley.Protocol;

namespace Parley.Channels.Tests;

/// <summary>Publications that are texts.</summary>
internal static class Texts
{
    public static Publication Publication(string text, PublicationOrigin origin = default) =>
        Channels.Publication.Broadcast(MessageType.Text, Encoding.UTF8.GetBytes(text), origin);

    public static string Of(Publication publication) => Encoding.UTF8.GetString(publication.Data);
}
