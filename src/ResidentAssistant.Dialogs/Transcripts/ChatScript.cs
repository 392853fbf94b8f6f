namespace ResidentAssistant.Dialogs.Transcripts;

/// <summary>A golden conversation: what is given, who says what, which replies must come, and what must hold then.</summary>
public sealed record ChatScript
{
    /// <summary>File it was read from.</summary>
    public required string File { get; init; }

    /// <summary>First comment line.</summary>
    public required string Title { get; init; }

    /// <summary>The comment lines below the title.</summary>
    public string Description { get; init; } = "";

    /// <summary>What must be there before, in order.</summary>
    public required IReadOnlyList<ChatGiven> Given { get; init; }

    /// <summary>Turns and assertions, in order.</summary>
    public required IReadOnlyList<ChatLine> Lines { get; init; }

    /// <summary>The file's lines as written, for <see cref="ChatFile.Rewrite"/>.</summary>
    public required IReadOnlyList<string> Source { get; init; }

    /// <summary>The turns alone.</summary>
    public IEnumerable<ChatTurn> Turns => Lines.OfType<ChatTurn>();
}

/// <summary>A <c>given</c> line: a word and what follows it, one for each part between commas.</summary>
public sealed record ChatGiven(int Line, string Key, string Value);

/// <summary>A line that does or demands something.</summary>
public abstract record ChatLine(int Line);

/// <summary>A <c>then</c> line, kept as text.</summary>
public sealed record ChatAssertion(int Line, string Text) : ChatLine(Line);

/// <summary>A <c>meanwhile</c> line: what others change between two turns, kept as text.</summary>
public sealed record ChatMeanwhile(int Line, string Text) : ChatLine(Line);

/// <summary>What a person did and the replies that must follow.</summary>
/// <param name="Line">Line in the file.</param>
/// <param name="Name">Who, as written before the arrow, such as <c>kf 王阿姨</c>.</param>
/// <param name="Event">What was done.</param>
/// <param name="Replies">The replies in order; none means the assistant must say nothing.</param>
public sealed record ChatTurn(int Line, string Name, ChatEvent Event, IReadOnlyList<ChatReply> Replies) : ChatLine(Line)
{
    /// <summary>First line after the turn's own, where its replies stand.</summary>
    internal int RepliesFrom { get; init; }

    /// <summary>First line after its replies.</summary>
    internal int RepliesTo { get; init; }
}

/// <summary>What a person did.</summary>
public abstract record ChatEvent;

/// <summary>Wrote a text.</summary>
public sealed record ChatText(string Text) : ChatEvent;

/// <summary>Tapped the button with that label: <c>[同意]</c>.</summary>
public sealed record ChatTap(string Label) : ChatEvent;

/// <summary>Sent photos, perhaps with words: <c>(photo)</c>, <c>(photo 2) 这儿漏</c>.</summary>
public sealed record ChatPhoto(int Count, string? Text) : ChatEvent;

/// <summary>Sent a voice message: <c>(voice)</c>.</summary>
public sealed record ChatVoice : ChatEvent;

/// <summary>Let time pass: <c>(wait 30m)</c>.</summary>
public sealed record ChatWait(TimeSpan Time) : ChatEvent;

/// <summary>Opened the chat: <c>(open)</c>.</summary>
public sealed record ChatOpen : ChatEvent;

/// <summary>A dialog was started from outside: <c>(start consent.intend)</c>.</summary>
public sealed record ChatStart(string Dialog) : ChatEvent;

/// <summary>A colleague gave the conversation back: <c>(give back)</c>.</summary>
public sealed record ChatGiveBack : ChatEvent;
