namespace ResidentAssistant.Dialogs;

/// <summary>What a person, a timer or a colleague did, as a dialog sees it.</summary>
public abstract record Input;

/// <summary>Written words with what the understanding made of them.</summary>
public sealed record TextInput(string Text, Reading Reading) : Input;

/// <summary>A tapped choice; <paramref name="Prompt"/> is the id of the prompt whose button it was.</summary>
public sealed record TapInput(string Prompt, string Value) : Input;

/// <summary>Photos or files, with the words sent beside them, if any.</summary>
public sealed record MediaInput(IReadOnlyList<MediaItem> Items, string? Text, Reading? Reading) : Input;

/// <summary>A voice message.</summary>
public sealed record VoiceInput(MediaItem? Item) : Input
{
    /// <summary>What a machine heard, to be confirmed before it counts; null where none listens.</summary>
    public string? Heard { get; init; }
}

/// <summary>Something that could not be read: a photo that did not come through, or a kind of message nobody here can open.</summary>
public sealed record UnreadableInput(bool Photo) : Input;

/// <summary>A dialog started from outside: the chat was opened, a link or a colleague named it.</summary>
public sealed record StartInput(string Dialog, IReadOnlyDictionary<string, SlotValue>? Slots = null) : Input;

/// <summary>The moment in <see cref="DialogState.DueAt"/> has come: a reminder or the expiry of the open prompt.</summary>
public sealed record TimerInput : Input;

/// <summary>The assistant speaks again after a colleague held the conversation; the open question is asked again.</summary>
public sealed record GivenBackInput : Input;

/// <summary>A stored photo or file by its id and media type, such as <c>image/jpeg</c>.</summary>
public sealed record MediaItem(string Id, string ContentType);

/// <summary>Part of a message that asks for something of its own.</summary>
/// <param name="Intent">One of the 28 labels.</param>
/// <param name="Words">That part as written.</param>
public sealed record Wish(string Intent, string Words);

/// <summary>What the understanding made of a text; the triage has always run, the intent may be unknown.</summary>
/// <param name="Emergency">Class of danger (<c>burst</c>, <c>sewage</c>, <c>electric</c>, <c>gas</c>, <c>person</c>), or null for none.</param>
/// <param name="Intent">One of the 28 labels or a wish beside them, or null.</param>
/// <param name="Confidence">0 to 1.</param>
/// <param name="Question">The sentence asks something.</param>
/// <param name="Hedged">Negated, conditional, quoted or deferred: never an answer to a solemn question.</param>
public sealed record Reading(string? Emergency, string? Intent, double Confidence, bool Question, bool Hedged)
{
    /// <summary>Class of a danger that may be meant and may not, or null; the person is asked.</summary>
    public string? Doubt { get; init; }

    /// <summary>Class of a danger that the words tell beside one that is told already, or null: a lamp that goes out means more when water runs.</summary>
    public string? Beside { get; init; }

    /// <summary>A second wish in the same message, or null; it is kept and comes after the first.</summary>
    public Wish? Also { get; init; }

    /// <summary>Nothing understood.</summary>
    public static Reading None { get; } = new(null, null, 0, false, false);
}
