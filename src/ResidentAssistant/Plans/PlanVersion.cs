namespace ResidentAssistant.Plans;

/// <summary>A version of a community's construction plan as it was published.</summary>
internal sealed record PlanVersion
{
    /// <summary>Id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Community.</summary>
    public required Guid CommunityId { get; init; }

    /// <summary>Number in the community, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>Title.</summary>
    public required string Title { get; init; }

    /// <summary>The plan, Markdown.</summary>
    public required string Body { get; init; }

    /// <summary>What is different from the version before; null in the first.</summary>
    public string? Changed { get; init; }

    /// <summary>Who published it.</summary>
    public required string PublishedByName { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset PublishedAt { get; init; }
}

/// <summary>A version about to be published.</summary>
/// <param name="CommunityId">Community.</param>
/// <param name="Seen">Number of the newest version the writer has seen; 0: none.</param>
/// <param name="Title">Title, at most 60 characters.</param>
/// <param name="Body">Markdown without HTML, at most 20,000 characters.</param>
/// <param name="Changed">What is different; needed from the second version on, at most 500 characters.</param>
internal sealed record NewPlan(Guid CommunityId, int Seen, string Title, string Body, string Changed)
{
    /// <summary>What is wrong with it, or null.</summary>
    public string? Fault() => this switch
    {
        { Title.Length: 0 or > 60 } => "请写标题，最多 60 个字。",
        { Body.Length: 0 or > 20_000 } => "请写方案，最多 20000 个字。",
        { Changed.Length: > 500 } => "改了什么，请写在 500 个字以内。",
        { Seen: > 0, Changed.Length: 0 } => "请写这一版改了什么。提过意见的住户会收到这段话。",
        _ when Web.LongForm.FaultOf(Body) is { } fault => $"方案第 {fault.Line + 1} 行：图片和外面的链接放不进来，小标题请用 ###。",
        _ => null,
    };
}
