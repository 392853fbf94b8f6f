using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ResidentAssistant.Dialogs;

/// <summary>Writes and reads <see cref="DialogState"/> as compact JSON, without reflection.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault, GenerationMode = JsonSourceGenerationMode.Metadata,
    Converters = [typeof(SlotValueConverter), typeof(AnsweredPromptConverter)])]
[JsonSerializable(typeof(DialogState))]
public sealed partial class DialogJson : JsonSerializerContext
{
    // Chinese stays readable and short; the text goes to a database column, never into a page.
    private static readonly DialogJson Compact = new(new JsonSerializerOptions
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        Converters = { new SlotValueConverter(), new AnsweredPromptConverter() },
    });

    /// <summary>The state as JSON text.</summary>
    public static string Write(DialogState state) => JsonSerializer.Serialize(state, Compact.DialogState);

    /// <summary>The state as UTF-8 JSON.</summary>
    public static byte[] WriteBytes(DialogState state) => JsonSerializer.SerializeToUtf8Bytes(state, Compact.DialogState);

    /// <summary>The state from JSON text.</summary>
    public static DialogState Read(string json) => Whole(JsonSerializer.Deserialize(json, Compact.DialogState));

    /// <summary>The state from UTF-8 JSON.</summary>
    public static DialogState Read(ReadOnlySpan<byte> json) => Whole(JsonSerializer.Deserialize(json, Compact.DialogState));

    // Empty parts are left out when written.
    private static DialogState Whole(DialogState? state) => state is null ? Dialogs.DialogState.Empty : state with
    {
        Answered = state.Answered ?? [],
        Stack = state.Stack is null ? [] : [.. state.Stack.Select(f => f.Slots is not null && f.AnsweredTexts is not null && f.Path is not null ? f : f with
        {
            Slots = f.Slots ?? new Dictionary<string, SlotValue>(), AnsweredTexts = f.AnsweredTexts ?? new Dictionary<string, AnsweredText>(), Path = f.Path ?? [],
        })],
    };
}

/// <summary>Writes a slot as its value alone where that is all there is, else as [value, label] or [value, label, 1] for a private one.</summary>
internal sealed class SlotValueConverter : JsonConverter<SlotValue>
{
    public override SlotValue Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String) return SlotValue.Of(reader.GetString()!);
        if (reader.TokenType != JsonTokenType.StartArray) throw new JsonException("a slot is a text or a list");
        reader.Read();
        var value = reader.GetString()!;
        reader.Read();
        var label = reader.GetString()!;
        reader.Read();
        var hidden = reader.TokenType == JsonTokenType.Number;
        if (hidden) reader.Read();
        return new(value, label, hidden);
    }

    public override void Write(Utf8JsonWriter writer, SlotValue value, JsonSerializerOptions options)
    {
        if (!value.Private && value.Label == value.Value)
        {
            writer.WriteStringValue(value.Value);
            return;
        }
        writer.WriteStartArray();
        writer.WriteStringValue(value.Value);
        writer.WriteStringValue(value.Label);
        if (value.Private) writer.WriteNumberValue(1);
        writer.WriteEndArray();
    }
}

/// <summary>Writes an answered prompt as [id, value, label, turn, instance, ended in turn or nothing].</summary>
internal sealed class AnsweredPromptConverter : JsonConverter<AnsweredPrompt>
{
    public override AnsweredPrompt Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        reader.Read();
        var id = reader.GetString()!;
        reader.Read();
        var value = reader.GetString()!;
        reader.Read();
        var label = reader.GetString()!;
        reader.Read();
        var turn = reader.GetInt32();
        reader.Read();
        var instance = reader.GetInt32();
        reader.Read();
        int? ended = null;
        if (reader.TokenType == JsonTokenType.Number)
        {
            ended = reader.GetInt32();
            reader.Read();
        }
        return new(id, value, label, turn, instance, ended);
    }

    public override void Write(Utf8JsonWriter writer, AnsweredPrompt value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        writer.WriteStringValue(value.Id);
        writer.WriteStringValue(value.Value);
        writer.WriteStringValue(value.Label);
        writer.WriteNumberValue(value.Turn);
        writer.WriteNumberValue(value.Instance);
        if (value.EndedInTurn is { } ended) writer.WriteNumberValue(ended);
        writer.WriteEndArray();
    }
}
