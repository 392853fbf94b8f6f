using ResidentAssistant.Policy;

namespace ResidentAssistant.Consent.Refusals;

/// <summary>What is said about funding to a household that refuses: there is one only while it holds.</summary>
internal sealed record FundingSentence(string Text, string Source)
{
    /// <summary>The setting it stands in.</summary>
    public const string Key = "funding.after-refusal";

    /// <summary>Hash of the text, which proves what was told.</summary>
    public string Hash => VisitLog.HashOf(Text);

    /// <summary>The sentence that holds on a day, or null.</summary>
    public static async Task<FundingSentence?> OnAsync(SourcedSettings settings, Guid communityId, DateOnly day, CancellationToken ct) =>
        await settings.FindAsync(Key, communityId, day, ct) is SourcedSetting.Set set ? new FundingSentence(set.Value, set.Source) : null;
}
