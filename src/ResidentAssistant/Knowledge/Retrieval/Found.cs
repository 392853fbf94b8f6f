namespace ResidentAssistant.Knowledge.Retrieval;

/// <summary>What words came to: an answer, a few that may be meant, or none.</summary>
/// <param name="Confidence">That the best match is the right one, 0 to 1.</param>
internal abstract record Found(double Confidence)
{
    /// <summary>This answer.</summary>
    public sealed record Answer(KnowledgeEntry Entry, double Confidence) : Found(Confidence);

    /// <summary>One of these, at most three, the likeliest first.</summary>
    public sealed record Choices(IReadOnlyList<KnowledgeEntry> Entries, double Confidence) : Found(Confidence);

    /// <summary>Nothing that fits.</summary>
    public sealed record None(double Confidence) : Found(Confidence);
}
