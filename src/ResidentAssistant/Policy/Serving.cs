namespace ResidentAssistant.Policy;

/// <summary>Whether texts that nobody has approved may be said too: in Development they may, marked as such.</summary>
internal sealed record Serving(bool Drafts);
