namespace ResidentAssistant.Works.Entries;

/// <summary>The work in one flat on one riser: its visits and all that was said and recorded, from which its state is folded.</summary>
internal sealed record FlatWork(Guid CommunityId, Guid RiserId, string Riser, Guid HouseholdId, string Household, IReadOnlyList<EntryTime> Times, IReadOnlyList<EntryAct> Acts)
{
    /// <summary>Number of the newest act: what a form was made from.</summary>
    public int Seen => Acts is [.., var last] ? last.Number : 0;

    /// <summary>Who will be at home, as last said.</summary>
    public EntryAct? AtHome => Last(EntryKinds.AtHome);

    /// <summary>The newest pressure test.</summary>
    public EntryAct? Test => Last(EntryKinds.Tested);

    /// <summary>The supervisor's newest check.</summary>
    public EntryAct? Check => Last(EntryKinds.Checked);

    /// <summary>When it was last restored.</summary>
    public EntryAct? Restored => Last(EntryKinds.Restored);

    /// <summary>What the household last said to the restoration; null while it has not, or when it was restored anew since.</summary>
    public EntryAct? Verdict => Acts.LastOrDefault(a => a.Kind is EntryKinds.Accepted or EntryKinds.NotAccepted or EntryKinds.Restored) is { Kind: not EntryKinds.Restored } said ? said : null;

    /// <summary>How content it was with the restoration that it accepted or not.</summary>
    public EntryAct? Rating => Acts.LastOrDefault(a => a.Kind is EntryKinds.Rated or EntryKinds.Restored) is { Kind: EntryKinds.Rated } rated ? rated : null;

    /// <summary>A wish for another time that nobody has met since.</summary>
    public EntryAct? Wish => Acts.LastOrDefault(a => a.Kind is EntryKinds.Asked or EntryKinds.Moved or EntryKinds.Confirmed) is { Kind: EntryKinds.Asked } asked ? asked : null;

    /// <summary>The household is asked whether it accepts.</summary>
    public bool WaitsForVerdict => Restored is not null && Verdict is null;

    /// <summary>The team has been in the flat.</summary>
    public bool Begun => Last(EntryKinds.Arrived) is not null;

    /// <summary>A visit that suits the household, because it said so or chose it.</summary>
    public bool IsConfirmed(EntryTime time) => Acts.Any(a => a.EntryId == time.Id && (a.Kind is EntryKinds.Confirmed or EntryKinds.Moved));

    /// <summary>The newest act of a kind about a visit.</summary>
    public EntryAct? On(EntryTime time, string kind) => Acts.LastOrDefault(a => a.Kind == kind && a.EntryId == time.Id);

    /// <summary>The team is in the flat for this visit now.</summary>
    public bool IsInside(EntryTime time) => Acts.LastOrDefault(a => a.EntryId == time.Id && (a.Kind is EntryKinds.Arrived or EntryKinds.Left)) is { Kind: EntryKinds.Arrived };

    /// <summary>Visits that have not begun.</summary>
    public IReadOnlyList<EntryTime> Ahead(DateTimeOffset now) => [.. Times.Where(t => t.BeginsAt > now)];

    /// <summary>Why it cannot be restored yet, in sentences for the team; empty when it can.</summary>
    public IEnumerable<string> NotRestorable
    {
        get
        {
            if (!Begun) yield return "还没有进过这一户。";
            if (Test is not { Passed: true }) yield return "还没有通过打压。";
            if (Check is not { Passed: true }) yield return "监理还没有看过要封起来的地方，不能算恢复好。";
            else if (Test is { } test && test.Number > Check.Number) yield return "监理看过以后又打过压，请监理再看一次。";
        }
    }

    /// <summary>How it stands, in a word.</summary>
    public string Standing => this switch
    {
        { Verdict: { Kind: EntryKinds.Accepted } } => "住户认可",
        { Verdict: not null } => "住户不认可",
        { Restored: not null } => "恢复好了，等住户看",
        { Check: { Passed: true } } => "监理看过，可以封",
        { Check: not null } => "监理说还不能封",
        { Test: { Passed: true } } => "打压通过，等监理",
        { Test: not null } => "打压没通过",
        { Begun: true } => "进过门",
        _ => "还没进门",
    };

    private EntryAct? Last(string kind) => Acts.LastOrDefault(a => a.Kind == kind);
}
