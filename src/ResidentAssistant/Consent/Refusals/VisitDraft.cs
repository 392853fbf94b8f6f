using System.Globalization;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Web;

namespace ResidentAssistant.Consent.Refusals;

/// <summary>A visit that a colleague wants to record.</summary>
internal sealed record VisitDraft
{
    private const string At = "yyyy-MM-dd'T'HH:mm";

    /// <summary>Its id, made with the form: a form sent twice is one visit.</summary>
    public required Guid Id { get; init; }

    /// <summary>Newest act of the household that the form was made from.</summary>
    public required Guid Seen { get; init; }

    /// <summary>Names of who went.</summary>
    public required string Went { get; init; }

    /// <summary>Day and time on the site's clock, as the form's field writes it.</summary>
    public required string When { get; init; }

    /// <summary>Whom they met.</summary>
    public required string Met { get; init; }

    /// <summary>What was said.</summary>
    public required string Said { get; init; }

    /// <summary>One of <see cref="VisitResult"/>.</summary>
    public required string? Result { get; init; }

    /// <summary>The household signed the record on paper.</summary>
    public required bool OnPaper { get; init; }

    /// <summary>Hash of the sentence on funding that was told; null: it was not.</summary>
    public required string? Told { get; init; }

    /// <summary>The instant, or null when the field says none.</summary>
    public DateTimeOffset? VisitedAt => DateTime.TryParseExact(When, At, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)
        ? new DateTimeOffset(local, SiteClock.Zone.GetUtcOffset(local)).ToUniversalTime() : null;

    /// <summary>An empty form.</summary>
    public static VisitDraft New(Guid seen, string went, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now), Seen = seen, Went = went, When = SiteClock.At(now).ToString(At, CultureInfo.InvariantCulture), Met = "", Said = "", Result = null, OnPaper = false, Told = null,
    };

    /// <summary>The draft without stray spaces.</summary>
    public VisitDraft Tidied() => this with { Went = FormText.Tidy(Went), Met = FormText.Tidy(Met), Said = FormText.Tidy(Said) };

    /// <summary>Everything that is wrong with it, one sentence each; <paramref name="sentence"/> is what held on the day of the visit.</summary>
    public IReadOnlyList<string> Faults(DateTimeOffset now, FundingSentence? sentence)
    {
        var faults = new List<string>();
        if (Went.Length is 0 or > 80) faults.Add("请写哪几位去的，最多80个字。");
        if (VisitedAt is not { } at) faults.Add("请选哪天、几点去的。");
        else if (at > now.AddMinutes(5)) faults.Add("上门的时间不能在现在以后。");
        else if (at < now.AddYears(-1)) faults.Add("上门的时间太早了，请看看年份。");
        if (VisitResult.NameOf(Result) is null) faults.Add("请选结果是哪一种。");
        if (Result is not null and not VisitResult.Nobody && Met.Length == 0) faults.Add("请写见到了谁，比如“房主”“房主的女儿”。");
        if (Result is not null and not VisitResult.Nobody && Said.Length == 0) faults.Add("请写他怎么说的，用他自己的话，短短的就行。");
        if (Met.Length > 80 || Said.Length > 1000) faults.Add("见到了谁最多80个字，说了什么最多1000个字。");
        if (Told is not null && Told != sentence?.Hash) faults.Add("资金的那句话，上门那天的说法跟页面上的不一样，或者那天已经不作数了。请看下面的，再定有没有告诉。");
        if (Told is not null && Result is VisitResult.Nobody) faults.Add("家里没人，资金的那句话就没有告诉谁。请把勾去掉。");
        if (new[] { Went, Met, Said }.Any(t => !FormText.IsPlain(t, lines: true))) faults.Add(FormText.Refusal);
        return faults;
    }
}
