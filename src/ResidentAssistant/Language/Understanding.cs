using ResidentAssistant.Dialogs;

namespace ResidentAssistant.Language;

/// <summary>Reads a message: danger first and always, then what the person wants. Everything it knows comes from <c>dialogs/understanding</c>.</summary>
internal sealed partial class Understanding(string folder)
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
    private const float AlsoSure = 0.8f;
    // A text of which less is known is trusted less.
    private const float Familiar = 0.6f;

    // A danger is told in so many characters; more would drown it in the story around it.
    private const int Window = 48;

    private Lazy<Learned> learned = new(() => Learned.From(Sheets.Read(folder)));

    /// <summary>Names a dialog may be started by: every intent and wish, a danger, and nothing understood.</summary>
    public static IReadOnlySet<string> Starts { get; } = Labels.Intents.Concat(Labels.Wishes).Concat(Labels.Introductions).Concat(["emergency", "emergency-doubt", "fallback"]).ToHashSet(StringComparer.Ordinal);

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
        if (Wish(text, guess) is { } wished) return wished;
        var enough = guess.Intent?.StartsWith("report_", StringComparison.Ordinal) == true ? GuessOfFault : Guess;
        return guess.Confidence < enough ? guess with { Intent = null } : guess;
    }

    // A danger goes before every wish but the one that takes it back, and that one tells nothing of what goes on now.
    private Reading? Wish(string? text, Reading guess)
    {
        if (guess.Intent is null || text is not { Length: <= Features.LongestText }) return null;
        var now = Now;
        var words = Mentions.Masked(Normal.Of(text));
        if (now.Wishes.In(words, guess.Confidence < Guess ? null : guess.Intent) is not var (name, calms, more)) return null;
        if (calms && now.Triage.Now(words)) return null;
        if (!calms && guess.Emergency is not null) return null;
        return guess with
        {
            Intent = name, Confidence = 1, Emergency = null, Doubt = calms ? null : guess.Doubt,
            Also = more && guess.Confidence >= Guess ? new Wish(guess.Intent, text) : null,
        };
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
        if (Mentions.Introduction(text, words) is { } introduced) return Reading.None with { Intent = introduced, Confidence = 1 };
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
            if (also is null && read.Confidence >= AlsoSure && read.Intent != whole.Intent && Own(read.Intent) && !Within(read.Intent, whole.Intent) && Chinese(part)) also = new Wish(read.Intent, clauses[i].Trim());
        }

        if (first is not null) (whole, also) = (whole with { Intent = first.Intent, Confidence = AlsoSure }, Own(whole.Intent) ? new Wish(whole.Intent, text) : also);
        return new Reading(danger, whole.Intent, whole.Confidence, now.Cues.Question(words) || text.AsSpan().ContainsAny('?', '？'), now.Cues.Hedged(words)) { Also = also, Doubt = danger is null ? now.Doubt(words, whole) : null, Beside = now.Triage.Beside(words) };
    }

    // Wishes that are kept for later; greetings, complaints and answers that bind are not.
    private static bool Own(string intent) => (intent.StartsWith("ask_", StringComparison.Ordinal) && intent != "ask_contact") || intent is "reschedule_entry" or "stop_notices";

    // “那天没水怎么办” of somebody who needs care is no second question.
    private static bool Within(string intent, string whole) => whole == "ask_special_needs" && intent is "ask_water_outage" or "ask_schedule";

    // A scrap of another language says too little to be a wish.
    private static bool Chinese(string part)
    {
        var count = 0;
        foreach (var c in part) count += Han.Sound(c) > 0 ? 1 : 0;
        return count > 2;
    }

    // A fault told beside a question is what matters first, and taking back one's word comes before being left in peace.
    private static bool Outranks(string intent, string whole) => intent switch
    {
        "report_burst" or "report_leak" or "report_blockage" => whole.StartsWith("ask_", StringComparison.Ordinal),
        "withdraw_or_change" => whole == "stop_notices",
        _ => false,
    };
}
