namespace ResidentAssistant.Policy;

/// <summary>Whether texts that nobody has approved may be said too: in Development they may, marked as such.</summary>
internal sealed class Serving(bool drafts)
{
    /// <summary>They may. Only a played conversation changes it on the way.</summary>
    public bool Drafts { get; set; } = drafts;
}
