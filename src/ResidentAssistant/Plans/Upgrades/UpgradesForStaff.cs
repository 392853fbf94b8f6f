using ResidentAssistant.Conversations;
using ResidentAssistant.Staff;

namespace ResidentAssistant.Plans.Upgrades;

/// <summary>The wishes above the standard of a conversation as colleagues read them.</summary>
internal sealed class UpgradesForStaff(UpgradeStore upgrades)
{
    /// <summary>Wishes in scope, newest first.</summary>
    public async Task<IReadOnlyList<Matter>> OfAsync(Guid conversationId, StaffScope scope, CancellationToken ct) =>
        [.. (await upgrades.InAsync(conversationId, scope, ct)).Select(u => new Matter(u.Reference, "想比标准做得更好", u.State.Name(), u.MadeAt))];
}
