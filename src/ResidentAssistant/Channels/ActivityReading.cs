using System.Runtime.InteropServices;
using System.Text.Json;
using ResidentAssistant.Messaging;

namespace ResidentAssistant.Channels;

/// <summary>What an activity says, in the words of messaging.</summary>
internal readonly record struct Said(EntryKind Kind, string? Text, string? Prompt = null, string? Value = null)
{
    /// <summary>Somebody opened the conversation.</summary>
    public static readonly Said Joined = new(EntryKind.Event, "joined");
}

/// <summary>Turns activities into what was said; refuses what is malformed and passes over what does not concern us.</summary>
internal static class ActivityReading
{
    /// <summary>Longest text taken, in UTF-16 units.</summary>
    public const int LongestText = 8000;

    private const int LongestId = 512;
    private const int LongestClientData = 16 * 1024;

    /// <summary>What the activity says, or null when it is of a kind that is passed over.</summary>
    public static Said? Read(IncomingActivity activity, IReadOnlyList<InboundFile> files)
    {
        CheckUnicode(activity.Value);
        CheckUnicode(activity.ChannelData);
        return activity.Type switch
        {
            null or "" => throw new RefusedException("MissingProperty", "The activity has no type."),
            "message" => Message(activity, files),
            "event" when activity.Name == "webchat/join" => Said.Joined,
            "conversationUpdate" when Joins(activity) => Said.Joined,
            _ => null,
        };
    }

    /// <summary>Code of the household's letter, which our page puts into its join event.</summary>
    public static string? LetterCode(IncomingActivity activity) =>
        ClientText(activity, "letterCode") is { Length: > 0 } code ? Words(code, 64, "letterCode", lines: false) : null;

    /// <summary>The client's own data as it came, or null.</summary>
    public static string? ClientData(IncomingActivity activity)
    {
        if (activity.ChannelData is not { ValueKind: not (JsonValueKind.Null or JsonValueKind.Undefined) } data) return null;
        var raw = data.GetRawText();
        if (raw.Length > LongestClientData) throw new RefusedException("BadArgument", "channelData is too long.");
        return raw;
    }

    /// <summary>Text of a property of the client's own data, or null.</summary>
    public static string? ClientText(IncomingActivity activity, string name) =>
        activity.ChannelData is { ValueKind: JsonValueKind.Object } data ? Property(data, name) : null;

    /// <summary>Checks an id; null when it is missing.</summary>
    public static string? Id(string? id, string what)
    {
        if (string.IsNullOrEmpty(id)) return null;
        // A path of two dots would climb out of the address replies go to.
        return id is "." or ".." ? throw Bad(what) : Words(id, LongestId, what, lines: false);
    }

    /// <summary>Checks a text for length and control characters.</summary>
    public static string Words(string text, int longest, string what, bool lines = true)
    {
        if (text.Length > longest) throw new RefusedException("BadArgument", $"{what} is longer than {longest} characters.");
        foreach (var c in text)
            if (char.IsControl(c) && !(lines && c is '\n' or '\r' or '\t')) throw Bad(what);
        return text;
    }

    /// <summary>The refusal of a text that is too long.</summary>
    public static RefusedException TooLong() => new("MessageSizeTooBig", $"这段话太长了，最多{LongestText}个字，请分几次发。");

    private static Said? Message(IncomingActivity activity, IReadOnlyList<InboundFile> files)
    {
        if (activity.Text?.Length > LongestText) throw TooLong();
        var text = activity.Text is { Length: > 0 } words ? Words(words, LongestText, "text").ReplaceLineEndings("\n") : null;
        if (activity.Value is { } value && Tap(value, text) is { } tap) return tap;
        if (files.Count > 0) return new Said(text is null && files.All(f => f.ContentType.StartsWith("audio/", StringComparison.Ordinal)) ? EntryKind.Voice : EntryKind.Message, text);
        if (!string.IsNullOrWhiteSpace(text)) return new Said(EntryKind.Message, text);
        throw new RefusedException("BadArgument", "A message needs a text, a value or a file.");
    }

    // Our buttons carry {"prompt", "value"}; a bare string is what old clients send for a button without an object.
    private static Said? Tap(JsonElement value, string? text)
    {
        if (value.ValueKind == JsonValueKind.String) return text is null ? new Said(EntryKind.Message, Words(value.GetString()!, LongestText, "value")) : null;
        if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty("value", out var chosen)) return null;
        if (chosen.ValueKind != JsonValueKind.String) throw Bad("value");
        var prompt = value.TryGetProperty("prompt", out var asked) && asked.ValueKind is not JsonValueKind.Null
            ? Words(asked.ValueKind == JsonValueKind.String ? asked.GetString()! : throw Bad("value"), LongestId, "value", lines: false) : null;
        return new Said(EntryKind.Tap, text, prompt, Words(chosen.GetString()!, LongestId, "value"));
    }

    private static bool Joins(IncomingActivity activity)
    {
        foreach (var member in activity.MembersAdded ?? [])
            if (member?.Id is { Length: > 0 } id && id != activity.Recipient?.Id) return true;
        return false;
    }

    private static string? Property(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    // Only an escape can hide half a surrogate pair: reading such a name or text throws, and it would not survive the way back to the client.
    private static void CheckUnicode(JsonElement? given)
    {
        if (given is not { ValueKind: not JsonValueKind.Undefined } element || JsonMarshal.GetRawUtf8Value(element).IndexOf("\\u"u8) < 0) return;
        try
        {
            Walk(element);
        }
        catch (InvalidOperationException)
        {
            throw new RefusedException("BadSyntax", "The body is not valid Unicode.");
        }
    }

    private static void Walk(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                element.GetString();
                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray()) Walk(item);
                break;
            case JsonValueKind.Object:
                foreach (var property in element.EnumerateObject())
                {
                    _ = property.Name;
                    Walk(property.Value);
                }

                break;
        }
    }

    private static RefusedException Bad(string what) => new("BadArgument", $"{what} is not of the expected form.");
}
