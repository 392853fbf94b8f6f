using ResidentAssistant.Consent.Ledger;

namespace ResidentAssistant.Consent.Applications;

/// <summary>What became of a colleague's act on a household.</summary>
internal abstract record ActOutcome
{
    /// <summary>Recorded.</summary>
    public sealed record Done : ActOutcome
    {
        /// <summary>The works had entered: the lock stays, and an urgent matter stands at the desk.</summary>
        public bool Late { get; init; }
    }

    /// <summary>Somebody said or recorded something since the form was opened; nothing was written.</summary>
    public sealed record Changed(LedgerEntry? By) : ActOutcome
    {
        /// <summary>What the colleague reads.</summary>
        public string Sentence => By is null
            ? "刚才这一户的登记变了。您写的都还在下面，请看过新的情况再定。"
            : $"刚才{(By.StaffName is { } name ? $"{name}已经记了" : "这一户自己说了")}“{By.Words()}”。您写的都还在下面，请看过新的情况再定。";
    }

    /// <summary>What the paper tells has changed so much that a new one must be read and signed.</summary>
    public sealed record TooOld : ActOutcome;

    /// <summary>There is nothing this act could apply to.</summary>
    public sealed record Nothing : ActOutcome;
}
