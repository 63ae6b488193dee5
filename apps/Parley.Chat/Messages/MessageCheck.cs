using System.Globalization;
using System.Text.Json;
using Parley.Channels;

namespace Parley.Chat;

/// <summary>Looks whether what somebody publishes is a message: section by section, so that a page can rely on it.</summary>
internal sealed class MessageCheck(ChatSettings settings)
{
    private const int MaxSide = 16_384;

    /// <summary>What is wrong with a message; null if nothing is.</summary>
    public SessionRefusal? CheckMessage(Publication publication)
    {
        if (publication.Form != DataForm.Json || !TryBegin(publication.Data, out Utf8JsonReader reader))
        {
            return "A message is an object with text, pictures, or both.";
        }

        bool hasText = false;
        bool hasPictures = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isText = reader.ValueTextEquals("text"u8);
            if (!isText && !reader.ValueTextEquals("pictures"u8))
            {
                return "A message has text and pictures, and no other field.";
            }

            if (isText ? hasText : hasPictures)
            {
                return "A message has each field once.";
            }

            hasText |= isText;
            hasPictures |= !isText;
            reader.Read();
            if ((isText ? CheckText(ref reader) : CheckPictures(ref reader)) is { } refusal)
            {
                return refusal;
            }
        }

        return hasText || hasPictures ? null : "A message has text, pictures, or both.";
    }

    /// <summary>What is wrong with a signal; null if nothing is.</summary>
    public static SessionRefusal? CheckSignal(Publication publication)
    {
        bool isTyping = publication.Form == DataForm.Json
            && TryBegin(publication.Data, out Utf8JsonReader reader)
            && reader.Read() && reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("typing"u8)
            && reader.Read() && reader.TokenType is JsonTokenType.True or JsonTokenType.False
            && reader.Read() && reader.TokenType == JsonTokenType.EndObject;
        return isTyping ? null : "A signal is {\"typing\": true} or {\"typing\": false}.";
    }

    private SessionRefusal? CheckText(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String || TextOf(ref reader) is not { } text)
        {
            return "text must be a string.";
        }

        if (text.Length > settings.TextLength)
        {
            string sentence = string.Create(
                CultureInfo.InvariantCulture, $"A message has at most {settings.TextLength} characters; this one has {text.Length}.");
            return new SessionRefusal(sentence) { Code = RefusalCode.TooLong };
        }

        return string.IsNullOrWhiteSpace(text) ? "text must not be empty: leave it out beside pictures." : null;
    }

    // Half a surrogate pair has no UTF-8, and no reader could show it.
    private static string? TextOf(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private SessionRefusal? CheckPictures(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            return "pictures must be an array.";
        }

        int count = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (++count > settings.PicturesPerMessage)
            {
                string sentence = string.Create(CultureInfo.InvariantCulture, $"A message has at most {settings.PicturesPerMessage} pictures.");
                return new SessionRefusal(sentence) { Code = RefusalCode.TooManyPictures };
            }

            if (!IsPicture(ref reader))
            {
                return new SessionRefusal("A picture has url, as POST /api/pictures has answered it, width and height, and no other field.")
                {
                    Code = RefusalCode.UnknownPicture,
                };
            }
        }

        return count > 0 ? null : "pictures must not be empty: leave it out beside text.";
    }

    private static bool IsPicture(ref Utf8JsonReader reader)
    {
        bool hasUrl = false;
        int sides = 0;
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isUrl = reader.ValueTextEquals("url"u8);
            int side = reader.ValueTextEquals("width"u8) ? 1 : reader.ValueTextEquals("height"u8) ? 2 : 0;
            reader.Read();
            if (isUrl && !hasUrl && reader.TokenType == JsonTokenType.String && PictureName.IsUrl(TextOf(ref reader)))
            {
                hasUrl = true;
            }
            else if (side > 0 && (sides & side) == 0 && reader.TokenType == JsonTokenType.Number
                && reader.TryGetInt32(out int length) && length is >= 1 and <= MaxSide)
            {
                sides |= side;
            }
            else
            {
                return false;
            }
        }

        return hasUrl && sides == 3;
    }

    private static bool TryBegin(ReadOnlySpan<byte> json, out Utf8JsonReader reader)
    {
        reader = new Utf8JsonReader(json);
        return reader.Read() && reader.TokenType == JsonTokenType.StartObject;
    }
}
