namespace ResidentAssistant.Dialogs.Transcripts;

/// <summary>An expected reply; <c>…</c> stands for any words.</summary>
public sealed record ChatReply(int Line, string Text)
{
    private const char Any = '…';

    /// <summary>Whether a reply is the one expected.</summary>
    public bool Matches(string reply)
    {
        // A text that really holds an ellipsis matches itself.
        if (reply == Text) return true;
        var parts = Text.Split(Any);
        if (parts.Length == 1) return false;
        if (!reply.StartsWith(parts[0], StringComparison.Ordinal)) return false;
        var at = parts[0].Length;
        for (var i = 1; i < parts.Length - 1; i++)
        {
            var found = reply.IndexOf(parts[i], at, StringComparison.Ordinal);
            if (found < 0) return false;
            at = found + parts[i].Length;
        }
        return reply.Length - at >= parts[^1].Length && reply.EndsWith(parts[^1], StringComparison.Ordinal);
    }
}
