using ResidentAssistant.Dialogs;

namespace ResidentAssistant.Language;

/// <summary>What was learned from the files, and how a masked text is read with it.</summary>
internal sealed partial class Understanding
{
    private static int Largest(ReadOnlySpan<float> values)
    {
        var best = 0;
        for (var i = 1; i < values.Length; i++)
        {
            if (values[i] > values[best]) best = i;
        }

        return best;
    }

    private sealed record Learned(string Hash, Model Model, Triage Triage, Cues Cues, Wishes Wishes)
    {
        /// <summary>Learns from the files; throws with every fault in them.</summary>
        public static Learned From(Sheets sheets)
        {
            var faults = new List<DialogFault>();
            var material = Material.Of(sheets, faults);
            if (faults.Count > 0) throw new DialogFormatException(faults);
            return new Learned(sheets.Hash, new Model(new Features(material.Cues!, material.Concepts!), material.Phrases), material.Triage!, material.Cues!, material.Wishes!);
        }

        /// <summary>A danger in what stands behind the beginning: the words of triage.yaml are looked for in all of it, and only where they stand the model reads.</summary>
        public string? DangerBehind(string text)
        {
            if (!Triage.May(Normal.Of(text[(Features.LongestText - Window)..]))) return null;
            // Windows overlap by half, so that no line of words is cut.
            for (var at = Features.LongestText - Window; at < text.Length; at += Window / 2)
            {
                var window = text[at..Math.Min(at + Window, text.Length)];
                var words = Mentions.Masked(Normal.Of(window));
                if (Triage.Danger(words) is not { } told || Triage.Settled(words)) continue;
                if (Read(words).Danger >= Likely || Clauses.Of(window).Exists(c => Read(Mentions.Masked(Normal.Of(c))).Danger >= Likely)) return told;
            }

            return null;
        }

        public Heard Read(string words)
        {
            Span<float> intents = stackalloc float[Labels.Intents.Count];
            Span<float> dangers = stackalloc float[Labels.Dangers.Count + 1];
            var known = Model.Read(words, intents, dangers);
            var best = Largest(intents);
            // Somebody else's consent, one with a condition or one that is denied is no consent, however alike the words.
            if (Labels.Intents[best] == "give_consent" && Cues.Hedged(words))
            {
                intents[best] = 0;
                best = Largest(intents);
            }

            // Nor is it a change of one's own word when only others are spoken of.
            if (Labels.Intents[best] == "withdraw_or_change" && Cues.OfOthers(words))
            {
                intents[best] = 0;
                best = Largest(intents);
            }

            return new Heard(Labels.Intents[best], intents[best] * MathF.Min(1, known / Familiar), Labels.Dangers[Largest(dangers[1..])], 1 - dangers[0], known);
        }

        public string? Danger(string words, Heard read)
        {
            var told = Triage.Danger(words);
            if (read.Danger >= Sure) return told ?? Triage.Beside(words) ?? Triage.Doubtful(words) ?? read.Kind;
            return told is not null && read.Danger >= Likely && !Triage.Settled(words) ? told : null;
        }

        /// <summary>The words tell of something that goes on or is wanted now: they ask nothing, deny nothing, and are neither past nor imagined.</summary>
        public bool IsNow(string words) => Triage.Now(words) && !Triage.Settled(words) && !Cues.Question(words) && !Cues.Hedged(words);

        public string? Doubt(string words, Heard read)
        {
            var told = Triage.Danger(words);
            if ((read.Danger >= Doubtful && read.Known >= Familiar) || (told is not null && read.Danger >= Possible && !Triage.Settled(words))) return told ?? read.Kind;
            return Triage.Doubtful(words) is { } doubtful && !Triage.Settled(words) ? doubtful : null;
        }
    }

    /// <summary>What there is to learn from; a part that has a fault may be missing.</summary>
    private sealed record Material(Cues? Cues, Concepts? Concepts, Triage? Triage, Wishes? Wishes, IReadOnlyList<TrainingPhrase> Phrases)
    {
        public static Material Of(Sheets sheets, List<DialogFault> faults) =>
            new(Cues.Of(sheets.Of("cues.yaml", faults)), Concepts.Of(sheets.Of("concepts.yaml", faults)), Triage.Of(sheets.Of("triage.yaml", faults)),
                Wishes.Of(sheets.Of("wishes.yaml", faults)), TrainingPhrases.Read(sheets, faults));
    }

    /// <summary>What the model makes of words: the likeliest intent, how sure, the likeliest kind of danger, how likely any danger is, and how much of the words was ever taught.</summary>
    private readonly record struct Heard(string Intent, float Confidence, string Kind, float Danger, float Known);
}
