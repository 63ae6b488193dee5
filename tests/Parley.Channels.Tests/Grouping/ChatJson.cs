using System.Text.Json.Serialization;

namespace Parley.Channels.Tests.Grouping;

[JsonSerializable(typeof(ChatLine))]
internal sealed partial class ChatJson : JsonSerializerContext;
