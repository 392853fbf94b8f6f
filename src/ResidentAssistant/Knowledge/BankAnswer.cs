namespace ResidentAssistant.Knowledge;

/// <summary>An answer as it stands in the bank: its text, where that comes from, and who approved exactly it.</summary>
internal sealed record BankAnswer(KnowledgeEntry Entry)
{
    /// <summary>The text written in the console, when it is not the file's.</summary>
    public TextRow? Edited { get; init; }

    /// <summary>The file's own text, when there is a file.</summary>
    public KnowledgeEntry? InFile { get; init; }

    /// <summary>Approval of exactly this text, or null.</summary>
    public ApprovalRow? Approval { get; init; }

    /// <summary>Another text of this answer was approved before.</summary>
    public bool ApprovedBefore { get; init; }

    /// <summary>The file was changed after a colleague had edited the answer: somebody must look at both.</summary>
    public bool FileMovedOn => Edited is { BasedOn: { } basis } && InFile?.Hash is { } file && file != basis && file != Entry.Hash;

    /// <summary>How it stands on a day.</summary>
    public AnswerState StateOn(DateOnly day) =>
        day > Entry.ValidTo ? AnswerState.Expired : Approval is not null ? AnswerState.Approved : ApprovedBefore ? AnswerState.Changed : AnswerState.Draft;
}

/// <summary>How an answer stands.</summary>
internal enum AnswerState
{
    /// <summary>Nobody has approved any text of it.</summary>
    Draft,

    /// <summary>Exactly this text was approved.</summary>
    Approved,

    /// <summary>An earlier text was approved, this one not yet.</summary>
    Changed,

    /// <summary>Its last day has passed.</summary>
    Expired,
}
