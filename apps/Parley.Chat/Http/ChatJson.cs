using System.Text.Json.Serialization;

namespace Parley.Chat;

/// <summary>How everything is written as JSON that the chat reads and writes.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = false)]
[JsonSerializable(typeof(ChatState))]
[JsonSerializable(typeof(Refusal))]
[JsonSerializable(typeof(Me))]
[JsonSerializable(typeof(NameRequest))]
[JsonSerializable(typeof(TokenRequest))]
[JsonSerializable(typeof(TitleRequest))]
[JsonSerializable(typeof(RoomAnswer))]
[JsonSerializable(typeof(RoomsAnswer))]
[JsonSerializable(typeof(RoomsSnapshot))]
[JsonSerializable(typeof(PictureAnswer))]
[JsonSerializable(typeof(WidgetAnswer))]
[JsonSerializable(typeof(WidgetGuest))]
[JsonSerializable(typeof(Overview))]
[JsonSerializable(typeof(ConnectionsAnswer))]
[JsonSerializable(typeof(MuteAnswer))]
[JsonSerializable(typeof(MutesAnswer))]
[JsonSerializable(typeof(MuteRequest))]
[JsonSerializable(typeof(CloseRequest))]
[JsonSerializable(typeof(DeleteRequest))]
[JsonSerializable(typeof(DeleteRoomRequest))]
[JsonSerializable(typeof(RoomRequest))]
[JsonSerializable(typeof(SecretRequest))]
internal sealed partial class ChatJson : JsonSerializerContext;
