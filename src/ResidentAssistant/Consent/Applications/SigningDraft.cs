using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Policy;
using ResidentAssistant.Web;

namespace ResidentAssistant.Consent.Applications;

/// <summary>The published rules a signature is recorded by: who may sign, and how many of the co-owners; null where nobody has published one.</summary>
internal sealed record SigningRules(SourcedSetting.Set? Signers, SourcedSetting.Set? CoOwners);

/// <summary>A signature on paper that a colleague wants to record.</summary>
internal sealed record SigningDraft
{
    /// <summary>Which papers can be looked at; never copied.</summary>
    public static IReadOnlyDictionary<string, string> Papers { get; } = new Dictionary<string, string>
    {
        ["deed"] = "房产证（不动产权证）", ["lease"] = "公房租约", ["identity"] = "身份证", ["residence"] = "户口簿", ["mandate"] = "委托书", ["company"] = "单位的证明", ["other"] = "其他",
    };

    /// <summary>Newest entry of the household that the form was made from.</summary>
    public required Guid Seen { get; init; }

    /// <summary>Who signed.</summary>
    public required string Signer { get; init; }

    /// <summary>In what capacity.</summary>
    public required Capacity? Capacity { get; init; }

    /// <summary>Which paper was looked at, one of <see cref="Papers"/>.</summary>
    public required string? Paper { get; init; }

    /// <summary>Whom the proxy signs for, by which mandate.</summary>
    public required string Mandate { get; init; }

    /// <summary>Why this person may sign, when no rule says so.</summary>
    public required string Decision { get; init; }

    /// <summary>Day on the paper.</summary>
    public required DateOnly? SignedOn { get; init; }

    /// <summary>Who saw it signed.</summary>
    public required string Witness { get; init; }

    /// <summary>The six matters were read, or read out, before.</summary>
    public required bool Told { get; init; }

    /// <summary>The draft without stray spaces.</summary>
    public SigningDraft Tidied() => this with { Signer = FormText.Tidy(Signer), Mandate = FormText.Tidy(Mandate), Decision = FormText.Tidy(Decision), Witness = FormText.Tidy(Witness) };

    /// <summary>Everything that is wrong with it, one sentence each.</summary>
    public IReadOnlyList<string> Faults(DateOnly today, DateOnly printedOn, SourcedSetting signers, SourcedSetting coOwners, int scans)
    {
        var faults = new List<string>();
        if (Signer.Length is 0 or > 80) faults.Add("请写签字人的姓名，最多80个字。");
        if (Capacity is null) faults.Add("请选签字人的身份。");
        if (Paper is null || !Papers.ContainsKey(Paper)) faults.Add("请选看过哪种证件。");
        if (Capacity is { } capacity && capacity.NeedsMandate() && Mandate.Length == 0) faults.Add("代别人签字的，请写替谁签、看过什么委托。");
        if (SignedOn is null) faults.Add("请选纸上写的日期。");
        if (SignedOn > today) faults.Add("签字的日期不能在今天以后。");
        if (SignedOn < printedOn) faults.Add("签字的日期不能早于打印申请书的那天。");
        if (!Told) faults.Add("签字以前，要告诉的六件事要看过，或者念给签字人听过。");
        if (scans == 0) faults.Add("请把签好的申请书拍照或者扫描，传上来。");
        if (Capacity is not null && !MaySign(signers, Capacity.Value) && Decision.Length < 2)
            faults.Add(signers is SourcedSetting.Set ? "按公布的规定，这个身份不在能签字的人里。请写明为什么认他签的字。" : "谁能签字还没有公布，要由您来定。请写明为什么认他签的字。");
        if (Capacity is Neighbourhood.Capacity.CoOwner && coOwners is not SourcedSetting.Set { Value: SettingCatalogue.OneCoOwner } && Decision.Length < 2)
            faults.Add("共有的房子，请写明一共几位共有人、签了几位。");
        if (Mandate.Length > 300 || Decision.Length > 300 || Witness.Length > 40) faults.Add("委托和理由最多300个字，见证人最多40个字。");
        if (new[] { Signer, Mandate, Decision, Witness }.Any(t => !FormText.IsPlain(t, lines: true))) faults.Add(FormText.Refusal);
        return faults;
    }

    /// <summary>True when the published rule names this capacity; without a rule a person must decide.</summary>
    public static bool MaySign(SourcedSetting signers, Capacity capacity) => signers is SourcedSetting.Set set && set.Value.Split('、').Contains(capacity.Label());
}
