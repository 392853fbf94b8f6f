using ResidentAssistant.Web;

namespace ResidentAssistant.Works.Care;

/// <summary>The fields of every form on the page of a case; each step uses its own.</summary>
internal sealed record CareForm
{
    private const int Longest = 500;

    /// <summary>Which step, one of <see cref="CareKinds"/>.</summary>
    public string? Kind { get; init; }

    /// <summary>For whom.</summary>
    public string? Who { get; init; }

    /// <summary>Where the person stays.</summary>
    public string? Stay { get; init; }

    /// <summary>What is done.</summary>
    public string? Measures { get; init; }

    /// <summary>What the crew must know.</summary>
    public string? Crew { get; init; }

    /// <summary>Who is in charge, with a number.</summary>
    public string? Charge { get; init; }

    /// <summary>Who agreed.</summary>
    public string? Agreed { get; init; }

    /// <summary>How.</summary>
    public string? Way { get; init; }

    /// <summary>Why.</summary>
    public string? Why { get; init; }

    /// <summary>The words that belong to the step, by their names; nothing is kept that is empty.</summary>
    public IReadOnlyDictionary<string, string> Words => (Kind switch
    {
        CareKinds.Planned => new[] { (CareWords.Who, Who), (CareWords.Measures, Measures), (CareWords.Crew, Crew), (CareWords.Charge, Charge) },
        CareKinds.Reopened or CareKinds.Closed => [(CareWords.Why, Why)],
        _ => [],
    }).Where(w => !string.IsNullOrEmpty(w.Item2)).ToDictionary(w => w.Item1, w => w.Item2!);

    /// <summary>The same without blanks around and signs that nobody sees.</summary>
    public CareForm Tidied() => this with { Who = Tidy(Who), Measures = Tidy(Measures), Crew = Tidy(Crew), Charge = Tidy(Charge), Why = Tidy(Why) };

    /// <summary>What is wrong with it.</summary>
    public IEnumerable<string> Faults()
    {
        if (Words.Values.Any(w => w.Length > Longest)) yield return $"每一格最多 {Longest} 个字。";
        switch (Kind)
        {
            case CareKinds.Planned:
                if (Who is not { Length: > 0 }) yield return "请写给谁安排。";
                if (!CareKinds.Stays.ContainsKey(Stay ?? "")) yield return "请选施工的时候住哪儿。";
                if (Measures is not { Length: >= 4 }) yield return "请写怎么安排，至少四个字。";
                if (Charge is not { Length: >= 2 }) yield return "请写谁负责，留个电话。";
                break;
            case CareKinds.Signed:
                if (!CareKinds.Agreers.ContainsKey(Agreed ?? "")) yield return "请选跟谁商量好的。";
                if (!CareKinds.Ways.ContainsKey(Way ?? "")) yield return "请选怎么商量好的。";
                break;
            case CareKinds.Reopened or CareKinds.Closed:
                if (Why is not { Length: >= 2 }) yield return "请写为什么。";
                break;
            default:
                yield return "这个按钮我不认识，请刷新页面再试。";
                break;
        }
    }

    private static string Tidy(string? text) => FormText.Plain(FormText.Tidy(text));
}
