using ResidentAssistant.Dialogs;

namespace ResidentAssistant.Language;

/// <summary>Reads a message: danger first and always, then what the person wants. Everything it knows comes from <c>dialogs/understanding</c>.</summary>
internal sealed class Understanding(string folder)
{
    // At and above this the danger is taken as said. Chosen on tests/…/Language/messages.jsonl, see docs/understanding.md.
    private const float Sure = 0.5f;
    // Below this the best guess is kept to ourselves and the person is asked.
    private const float Guess = 0.4f;

    private Learned learned = Learn(folder);

    /// <summary>Names a dialog may be started by: every intent, a danger, and nothing understood.</summary>
    public static IReadOnlySet<string> Starts { get; } = Labels.Intents.Concat(["emergency", "fallback"]).ToHashSet(StringComparer.Ordinal);

    /// <summary>Reads the files anew; a fault is a <see cref="SettingException"/> with its place, and what was learned before stays.</summary>
    public void Reload() => Volatile.Write(ref learned, Learn(folder));

    /// <summary>What the words say; null or empty words say nothing.</summary>
    public Reading Read(string? text)
    {
        var guess = Best(text);
        return guess.Confidence < Guess ? guess with { Intent = null } : guess;
    }

    /// <summary>The same with the best guess however weak.</summary>
    public Reading Best(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return Reading.None;
        var words = Normal.Of(text);
        if (words.Length == 0) return Reading.None;
        var (model, triage, cues) = Volatile.Read(ref learned);
        Span<float> intents = stackalloc float[Labels.Intents.Count];
        Span<float> dangers = stackalloc float[Labels.Dangers.Count + 1];
        model.Read(words, intents, dangers);
        var best = Largest(intents);
        return new Reading(Danger(triage, words, dangers), Labels.Intents[best], intents[best],
            cues.Question(words) || text.AsSpan().ContainsAny('?', '？'), cues.Hedged(words));
    }

    private static string? Danger(Triage triage, string words, ReadOnlySpan<float> dangers)
    {
        var kind = Labels.Dangers[Largest(dangers[1..])];
        if (1 - dangers[0] >= Sure) return triage.Danger(words) ?? kind;
        return triage.Danger(words) is { } told && !triage.Settled(words) && 1 - dangers[0] >= 0.1f ? told : null;
    }

    private static int Largest(ReadOnlySpan<float> values)
    {
        var best = 0;
        for (var i = 1; i < values.Length; i++)
        {
            if (values[i] > values[best]) best = i;
        }

        return best;
    }

    private static Learned Learn(string folder)
    {
        var cues = Cues.Read(Path.Combine(folder, "cues.yaml"));
        return new Learned(new LinearModel(new Features(cues, Concepts.Read(Path.Combine(folder, "concepts.yaml"))), TrainingPhrases.Read(Path.Combine(folder, "intents"))), Triage.Read(Path.Combine(folder, "triage.yaml")), cues);
    }

    private sealed record Learned(LinearModel Model, Triage Triage, Cues Cues);
}
