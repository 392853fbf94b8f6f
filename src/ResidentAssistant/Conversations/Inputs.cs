using ResidentAssistant.Dialogs;
using ResidentAssistant.Messaging;

namespace ResidentAssistant.Conversations;

/// <summary>Turns a channel's message into what stands in the transcript and what the dialogs take.</summary>
internal static class Inputs
{
    /// <summary>The first entry of the turn; its instant is set when the turn is written.</summary>
    public static Entry EntryOf(InboundMessage m) => new()
    {
        Position = 0, From = m.From, Name = m.Name, Kind = m.Kind, At = default, Text = m.Text, Prompt = m.Prompt, Value = m.Value, ClientData = m.ClientData, MessageId = m.MessageId,
        Attachments = m.Files.Count == 0 ? null : [.. m.Files.Select(f => new AttachmentInfo(f.Id, f.ContentType, f.Name, f.Content.LongLength))],
    };

    /// <summary>What the dialogs see, or null for an event they need not know.</summary>
    public static Input? Of(InboundMessage m, Reading reading) => m.Kind switch
    {
        _ when m.From != Speaker.Resident => null,
        EntryKind.Event when m.Text == "joined" => new StartInput("welcome",
            m.LetterCode is { Length: > 0 } code ? new Dictionary<string, SlotValue> { ["code"] = new(code, code, Private: true) } : null),
        EntryKind.Event => null,
        EntryKind.Tap when m is { Prompt: { Length: > 0 } prompt, Value: { } value } => new TapInput(prompt, value),
        // What a machine heard counts once the person has confirmed it; a danger does not wait for that.
        EntryKind.Voice when m.Text is { } heard && reading.Emergency is not null => new TextInput(heard, reading),
        EntryKind.Voice => new VoiceInput(m.Files is [var voice, ..] ? new MediaItem(voice.Id.ToString(), voice.ContentType) : null) { Heard = m.Text },
        EntryKind.Unreadable => new UnreadableInput(Photo: m.Value == "photo"),
        _ when m.Files.Count > 0 => new MediaInput([.. m.Files.Select(f => new MediaItem(f.Id.ToString(), f.ContentType))], m.Text, m.Text is null ? null : reading),
        _ => new TextInput(m.Text ?? m.Value ?? "", reading),
    };
}
