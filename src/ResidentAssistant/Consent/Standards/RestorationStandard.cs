using System.Globalization;
using ResidentAssistant.Web;

namespace ResidentAssistant.Consent.Standards;

/// <summary>A version of what every flat is at least restored to, as it was published for a community.</summary>
internal sealed record RestorationStandard
{
    /// <summary>Id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Community.</summary>
    public required Guid CommunityId { get; init; }

    /// <summary>Number in the community, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>The sentence that answers and the disclosure say.</summary>
    public required string Summary { get; init; }

    /// <summary>The standard, Markdown.</summary>
    public required string Body { get; init; }

    /// <summary>The act that approved it.</summary>
    public required string Source { get; init; }

    /// <summary>Who decided it.</summary>
    public string? DecidedBy { get; init; }

    /// <summary>First day.</summary>
    public required DateOnly ValidFrom { get; init; }

    /// <summary>Who published it here.</summary>
    public required string PublishedByName { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset PublishedAt { get; init; }

    /// <summary>How it stands among all versions (newest first) on a day: the newest that has begun holds.</summary>
    public string StandingOn(DateOnly day, IReadOnlyList<RestorationStandard> versions) =>
        ValidFrom > day ? $"从{Written(ValidFrom)}起用" : Holding(versions, day)?.Number == Number ? "现在用的" : "以前的";

    /// <summary>A day as residents read it.</summary>
    public static string Written(DateOnly day) => day.ToString("yyyy年M月d日", CultureInfo.InvariantCulture);

    /// <summary>The version that holds on a day, or null.</summary>
    public static RestorationStandard? Holding(IReadOnlyList<RestorationStandard> newestFirst, DateOnly day) => newestFirst.FirstOrDefault(v => v.ValidFrom <= day);
}

/// <summary>A version about to be published.</summary>
/// <param name="CommunityId">Community.</param>
/// <param name="Seen">Number of the newest version the writer has seen; 0: none.</param>
/// <param name="Summary">One sentence, at most 200 characters.</param>
/// <param name="Body">Markdown without HTML, at most 20,000 characters.</param>
/// <param name="Source">The act that approved it, at most 200 characters.</param>
/// <param name="DecidedBy">Who decided, at most 60 characters; empty: whom the catalogue of settings names.</param>
/// <param name="ValidFrom">First day.</param>
internal sealed record NewStandard(Guid CommunityId, int Seen, string Summary, string Body, string Source, string DecidedBy, DateOnly? ValidFrom)
{
    /// <summary>What is wrong with it, or null.</summary>
    public string? Fault() => this switch
    {
        { Source.Length: < 2 or > 200 } => "请写批准的文件：名称、文号和日期，最多 200 个字。",
        { DecidedBy.Length: > 60 } => "谁定的，请写在 60 个字以内。",
        { ValidFrom: null } => "请选从哪天起用。",
        { Summary.Length: < 2 or > 200 } => "请用一句话说清楚恢复到什么样，最多 200 个字。",
        { Body.Length: 0 or > 20_000 } => "请写标准全文，最多 20000 个字。",
        _ when !FormText.IsPlain(Source) || !FormText.IsPlain(DecidedBy) || !FormText.IsPlain(Summary) || !FormText.IsPlain(Body, lines: true) => FormText.Refusal,
        _ when LongForm.FaultOf(Body) is { } fault => $"全文第 {fault.Line + 1} 行：图片和外面的链接放不进来，小标题请用 ###。",
        _ => null,
    };
}
