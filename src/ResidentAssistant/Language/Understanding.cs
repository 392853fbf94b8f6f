using ResidentAssistant.Dialogs;

namespace ResidentAssistant.Language;

/// <summary>Reads a message: danger first and always, then what the person wants. Everything it knows comes from <c>dialogs/understanding</c>.</summary>
internal sealed class Understanding(string folder)
{
    // From here on a danger is taken as said; in a part of a message only when it is nearly certain, and beside a word of triage.yaml already when it is likely.
    private const float Sure = 0.4f;
    private const float PartSure = 0.95f;
    private const float Likely = 0.2f;
    // Between this and the certain danger the person is asked.
    private const float Doubtful = 0.12f;
    private const float Possible = 0.02f;
    // Below this the best guess is kept to ourselves and the person is asked.
    private const float Guess = 0.6f;
    // Advice about water that nobody needed costs less than a leak that was not heard.
    private const float GuessOfFault = 0.35f;
    private const float AlsoSure = 0.7f;
    // A text of which less is known is trusted less.
    private const float Familiar = 0.6f;

    // A danger is told in so many characters; more would drown it in the story around it.
    private const int Window = 48;

    private Lazy<Learned> learned = new(() => Learned.From(Sheets.Read(folder)));

    /// <summary>Names a dialog may be started by: every intent, a danger, and nothing understood.</summary>
    public static IReadOnlySet<string> Starts { get; } = Labels.Intents.Concat(["emergency", "emergency-doubt", "fallback"]).ToHashSet(StringComparer.Ordinal);

    private Learned Now => Volatile.Read(ref learned).Value;

    /// <summary>Learns, which otherwise the first message waits for; throws <see cref="DialogFormatException"/> with every fault of the files.</summary>
    public void Learn() => _ = Now;

    /// <summary>Reads the files and, when they have changed, learns anew; until then and with a fault, what was learned before stays in use. Gives back the faults with their places.</summary>
    public IReadOnlyList<string> ReadAgain()
    {
        try
        {
            var sheets = Sheets.Read(folder);
            if (sheets.Hash != Now.Hash) Volatile.Write(ref learned, new Lazy<Learned>(Learned.From(sheets)));
            return [];
        }
        catch (DialogFormatException faulty)
        {
            return [.. faulty.Faults.Select(f => f.ToString())];
        }
    }

    /// <summary>What is wrong in the files; nothing is learned.</summary>
    public IReadOnlyList<DialogFault> Check()
    {
        try
        {
            var faults = new List<DialogFault>();
            Material.Of(Sheets.Read(folder), faults);
            return faults;
        }
        catch (DialogFormatException unreadable)
        {
            return unreadable.Faults;
        }
    }

    /// <summary>What the words say; null or empty words say nothing.</summary>
    public Reading Read(string? text)
    {
        var guess = Best(text);
        var enough = guess.Intent?.StartsWith("report_", StringComparison.Ordinal) == true ? GuessOfFault : Guess;
        return guess.Confidence < enough ? guess with { Intent = null } : guess;
    }

    /// <summary>The same with the best guess however weak.</summary>
    public Reading Best(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return Reading.None;
        if (text.Length > Features.LongestText)
        {
            var reading = Best(text[..Features.LongestText]);
            return reading.Emergency is null && Now.DangerBehind(text) is { } behind ? reading with { Emergency = behind } : reading;
        }

        var words = Mentions.Masked(Normal.Of(text));
        if (Mentions.Bare(words)) return Reading.None;
        var now = Now;
        var whole = now.Read(words);
        var danger = now.Danger(words, whole);
        var also = default(Wish);
        var first = default(Wish);
        var clauses = Clauses.Of(text);
        for (var i = 0; i < clauses.Count && clauses.Count > 1; i++)
        {
            var part = Mentions.Masked(Normal.Of(clauses[i]));
            if (Mentions.Bare(part)) continue;
            var read = now.Read(part);
            danger ??= read.Danger >= PartSure ? now.Danger(part, read) : null;
            if (first is null && read.Confidence >= AlsoSure && Outranks(read.Intent, whole.Intent) && now.IsNow(part)) first = new Wish(read.Intent, clauses[i].Trim());
            if (also is null && read.Confidence >= AlsoSure && read.Intent != whole.Intent && Own(read.Intent)) also = new Wish(read.Intent, clauses[i].Trim());
        }

        if (first is not null) (whole, also) = (whole with { Intent = first.Intent, Confidence = AlsoSure }, Own(whole.Intent) ? new Wish(whole.Intent, text) : also);
        return new Reading(danger, whole.Intent, whole.Confidence, now.Cues.Question(words) || text.AsSpan().ContainsAny('?', '？'), now.Cues.Hedged(words)) { Also = also, Doubt = danger is null ? now.Doubt(words, whole) : null };
    }

    // Wishes that are kept for later; greetings, complaints and answers that bind are not.
    private static bool Own(string intent) => (intent.StartsWith("ask_", StringComparison.Ordinal) && intent != "ask_contact") || intent is "reschedule_entry" or "report_status" or "stop_notices";

    // A fault told beside a question is what matters first, and taking back one's word comes before being left in peace.
    private static bool Outranks(string intent, string whole) => intent switch
    {
        "report_burst" or "report_leak" or "report_blockage" => whole.StartsWith("ask_", StringComparison.Ordinal),
        "withdraw_or_change" => whole == "stop_notices",
        _ => false,
    };

    private static int Largest(ReadOnlySpan<float> values)
    {
        var best = 0;
        for (var i = 1; i < values.Length; i++)
        {
            if (values[i] > values[best]) best = i;
        }

        return best;
    }

    private sealed record Learned(string Hash, Model Model, Triage Triage, Cues Cues)
    {
        /// <summary>Learns from the files; throws with every fault in them.</summary>
        public static Learned From(Sheets sheets)
        {
            var faults = new List<DialogFault>();
            var material = Material.Of(sheets, faults);
            if (faults.Count > 0) throw new DialogFormatException(faults);
            return new Learned(sheets.Hash, new Model(new Features(material.Cues!, material.Concepts!), material.Phrases), material.Triage!, material.Cues!);
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

            return new Heard(Labels.Intents[best], intents[best] * MathF.Min(1, known / Familiar), Labels.Dangers[Largest(dangers[1..])], 1 - dangers[0], known);
        }

        public string? Danger(string words, Heard read)
        {
            var told = Triage.Danger(words);
            if (read.Danger >= Sure) return told ?? read.Kind;
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
    private sealed record Material(Cues? Cues, Concepts? Concepts, Triage? Triage, IReadOnlyList<TrainingPhrase> Phrases)
    {
        public static Material Of(Sheets sheets, List<DialogFault> faults) =>
            new(Cues.Of(sheets.Of("cues.yaml", faults)), Concepts.Of(sheets.Of("concepts.yaml", faults)), Triage.Of(sheets.Of("triage.yaml", faults)), TrainingPhrases.Read(sheets, faults));
    }

    /// <summary>What the model makes of words: the likeliest intent, how sure, the likeliest kind of danger, how likely any danger is, and how much of the words was ever taught.</summary>
    private readonly record struct Heard(string Intent, float Confidence, string Kind, float Danger, float Known);
}
