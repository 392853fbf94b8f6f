namespace ResidentAssistant.Works.Decorations;

/// <summary>What a household said of its decorating, for whoever plans the works.</summary>
internal sealed record Decoration
{
    /// <summary>Flat.</summary>
    public required Guid HouseholdId { get; init; }

    /// <summary>Flat as people read it.</summary>
    public required string Household { get; init; }

    /// <summary>The flat was proven.</summary>
    public required bool Proven { get; init; }

    /// <summary><c>planned</c> or <c>done</c>.</summary>
    public required string Kind { get; init; }

    /// <summary><c>kitchen</c>, <c>bathroom</c>, <c>both</c> or <c>other</c>.</summary>
    public required string Rooms { get; init; }

    /// <summary>When it was said.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>As colleagues read it.</summary>
    public string Words => $"{(Kind == "planned" ? "打算装修" : "刚装修过")}：{Rooms switch { "kitchen" => "厨房", "bathroom" => "卫生间", "both" => "厨房和卫生间", _ => "别的地方" }}";
}
