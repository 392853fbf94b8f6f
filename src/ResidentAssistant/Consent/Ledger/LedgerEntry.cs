using System.Runtime.InteropServices;

namespace ResidentAssistant.Consent.Ledger;

/// <summary>One row of the log: what a household said in chat about a riser, or what a colleague recorded.</summary>
internal sealed record LedgerEntry
{
    /// <summary>Its id, which is also the id of its evidence.</summary>
    public required Guid Id { get; init; }

    /// <summary>Riser.</summary>
    public required Guid RiserId { get; init; }

    /// <summary>Household; null only where the works enter a riser.</summary>
    public Guid? HouseholdId { get; init; }

    /// <summary>What happened, one of <see cref="LedgerKinds"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>The written application it is about.</summary>
    public Guid? ApplicationId { get; init; }

    /// <summary>What people say: Y-0012 for words in chat, A-0137 for an application.</summary>
    public string? Reference { get; init; }

    /// <summary>What a settled dispute was settled to.</summary>
    public string? Answer { get; init; }

    /// <summary>Code of the reason given with a refusal.</summary>
    public string? Reason { get; init; }

    /// <summary>Disclosure the words were said on.</summary>
    public string? DisclosureHash { get; init; }

    /// <summary>Colleague who recorded it.</summary>
    public string? StaffName { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset RecordedAt { get; init; }
}

/// <summary>A household on a riser: what an answer is about, and what must be signed.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Pair(Guid RiserId, Guid HouseholdId);

/// <summary>What can stand in the log. Words said in chat all begin with <see cref="Said"/>, so none of them is ever read as an act of a colleague.</summary>
internal static class LedgerKinds
{
    /// <summary>Beginning of what was said in chat.</summary>
    public const string Said = "intent.";

    /// <summary>Said: we agree.</summary>
    public const string Agree = "intent.agree";

    /// <summary>Said: we do not agree.</summary>
    public const string Refuse = "intent.refuse";

    /// <summary>Said: not decided.</summary>
    public const string Undecided = "intent.undecided";

    /// <summary>Said: yes, if something else comes first.</summary>
    public const string Conditional = "intent.conditional";

    /// <summary>Said: what we said no longer counts.</summary>
    public const string TakenBack = "intent.withdrawn";

    /// <summary>Said: that answer is not ours; or two persons of the flat disagree.</summary>
    public const string Disputed = "intent.disputed";

    /// <summary>A colleague settled who speaks for the household and what its answer is.</summary>
    public const string Settled = "dispute.settled";

    /// <summary>A colleague has talked over, with the household, a withdrawal that came after the works had entered.</summary>
    public const string LateSettled = "late.settled";

    /// <summary>The application was put on paper.</summary>
    public const string Printed = "application.printed";

    /// <summary>The signature on paper was seen and recorded.</summary>
    public const string Signed = "application.signed";

    /// <summary>The household took the application back.</summary>
    public const string Withdrawn = "application.withdrawn";

    /// <summary>Another application took its place.</summary>
    public const string Superseded = "application.superseded";

    /// <summary>It no longer holds because its time is over.</summary>
    public const string Expired = "application.expired";

    /// <summary>What was told has changed so much that it must be signed again.</summary>
    public const string Again = "application.again";

    /// <summary>Closed as 不再实施 by a person.</summary>
    public const string Closed = "refusal.closed";

    /// <summary>Opened again.</summary>
    public const string Reopened = "refusal.reopened";

    /// <summary>The works entered a flat on this riser.</summary>
    public const string Entered = "works.entered";
}
