namespace ResidentAssistant.Language;

/// <summary>A phrase to learn from: its features, how many of them, the first, are of characters and sounds only, and its two answers as columns.</summary>
internal sealed record Example(int[] Slots, int Plain, int Intent, int Danger)
{
    /// <summary>Columns of the intents.</summary>
    public const int Intents = 28;

    /// <summary>Columns of no danger and the kinds of danger, behind the intents.</summary>
    public const int Kinds = 6;

    /// <summary>The first of them.</summary>
    public const int DangerAt = Intents;
}
