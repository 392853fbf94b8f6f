namespace ResidentAssistant.Consent.Ledger;

/// <summary>What the household's own words come to.</summary>
internal enum Answer
{
    /// <summary>Nothing was said, or a colleague found that nothing counts.</summary>
    None,

    /// <summary>Intends to agree.</summary>
    Agree,

    /// <summary>Does not agree.</summary>
    Refuse,

    /// <summary>Has not decided.</summary>
    Undecided,

    /// <summary>Names a condition.</summary>
    Conditional,

    /// <summary>Took back what was said.</summary>
    TakenBack,

    /// <summary>Disputed within the household: a person decides.</summary>
    Disputed,
}

/// <summary>What became of the written application.</summary>
internal enum Paper
{
    /// <summary>There is none.</summary>
    None,

    /// <summary>Printed, not signed.</summary>
    Printed,

    /// <summary>Signed: the only state that counts for the lock.</summary>
    Signed,

    /// <summary>Taken back.</summary>
    Withdrawn,

    /// <summary>Replaced by another.</summary>
    Superseded,

    /// <summary>Its time is over.</summary>
    Expired,

    /// <summary>Must be signed again after a material change.</summary>
    Again,
}

/// <summary>The one word under which a household stands on the board.</summary>
internal enum PairStanding
{
    /// <summary>Nothing said.</summary>
    NoAnswer,

    /// <summary>Said yes in chat.</summary>
    Agrees,

    /// <summary>Said no.</summary>
    Refuses,

    /// <summary>Has not decided.</summary>
    Undecided,

    /// <summary>Names a condition.</summary>
    Conditional,

    /// <summary>What was said is older than it holds: it is asked again.</summary>
    Lapsed,

    /// <summary>Took its words back.</summary>
    TakenBack,

    /// <summary>Disputed within the household.</summary>
    Disputed,

    /// <summary>Application printed.</summary>
    Printed,

    /// <summary>Application signed.</summary>
    Signed,

    /// <summary>Application taken back.</summary>
    Withdrawn,

    /// <summary>Application replaced.</summary>
    Superseded,

    /// <summary>Application expired.</summary>
    Expired,

    /// <summary>Must sign again.</summary>
    Again,

    /// <summary>Closed as 不再实施.</summary>
    Closed,
}

/// <summary>How a household stands on a riser, folded from the log.</summary>
internal sealed record PairState
{
    /// <summary>Nothing has happened.</summary>
    public static PairState Nothing { get; } = new();

    /// <summary>Its words.</summary>
    public Answer Answer { get; init; }

    /// <summary>When they were said or settled.</summary>
    public DateTimeOffset? AnsweredAt { get; init; }

    /// <summary>Their reference.</summary>
    public string? AnswerReference { get; init; }

    /// <summary>Code of the reason given with a refusal, or for not having decided.</summary>
    public string? Reason { get; init; }

    /// <summary>They are older than <c>consent.validity</c> lets them hold.</summary>
    public bool Lapsed { get; init; }

    /// <summary>The written application.</summary>
    public Paper Paper { get; init; }

    /// <summary>Since when.</summary>
    public DateTimeOffset? PaperAt { get; init; }

    /// <summary>Which one.</summary>
    public Guid? ApplicationId { get; init; }

    /// <summary>Its reference.</summary>
    public string? ApplicationReference { get; init; }

    /// <summary>Closed as 不再实施 since then.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>The household wanted to withdraw when the works had already entered: the lock stays, a person must act.</summary>
    public DateTimeOffset? LateWithdrawalAt { get; init; }

    /// <summary>Newest entry, on which the next act follows; the nil id when there is none.</summary>
    public Guid Newest { get; init; }

    /// <summary>The only question of the lock.</summary>
    public bool Signed => Paper is Paper.Signed;

    /// <summary>The one word for people.</summary>
    public PairStanding Standing => this switch
    {
        { Signed: true } => PairStanding.Signed,
        { ClosedAt: not null } => PairStanding.Closed,
        { Paper: not Paper.None } when !AnswerWeighsMore => Paper switch
        {
            Paper.Printed => PairStanding.Printed,
            Paper.Withdrawn => PairStanding.Withdrawn,
            Paper.Superseded => PairStanding.Superseded,
            Paper.Expired => PairStanding.Expired,
            _ => PairStanding.Again,
        },
        _ when Lapsed => PairStanding.Lapsed,
        _ => Answer switch
        {
            Answer.None => PairStanding.NoAnswer,
            Answer.Agree => PairStanding.Agrees,
            Answer.Refuse => PairStanding.Refuses,
            Answer.Undecided => PairStanding.Undecided,
            Answer.Conditional => PairStanding.Conditional,
            Answer.TakenBack => PairStanding.TakenBack,
            _ => PairStanding.Disputed,
        },
    };

    /// <summary>A paper was ended after its newest words: the same words said once more say something new.</summary>
    public bool PaperEndedSince => PaperAt > AnsweredAt && (Paper is Paper.Withdrawn or Paper.Superseded or Paper.Expired or Paper.Again);

    /// <summary>Its own words, which still hold, ask for something else than a paper to sign: who prints nevertheless puts none before it.</summary>
    public bool StandsAgainst => !Lapsed && (Answer is Answer.Refuse or Answer.Conditional or Answer.Disputed);

    // Later words weigh more than paper that does not count; but a yes does not do away with a paper that waits for its signature, and no printer with a no.
    private bool AnswerWeighsMore =>
        (Paper is Paper.Printed && StandsAgainst) || (AnsweredAt > PaperAt && Answer is not Answer.None && (Answer is not Answer.Agree || Paper is Paper.Withdrawn));
}
