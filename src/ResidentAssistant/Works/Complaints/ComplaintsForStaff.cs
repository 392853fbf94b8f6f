using ResidentAssistant.Conversations;
using ResidentAssistant.Staff;

namespace ResidentAssistant.Works.Complaints;

/// <summary>The complaints of a conversation as colleagues read them.</summary>
internal sealed class ComplaintsForStaff(ComplaintStore complaints)
{
    /// <summary>Complaints in scope, newest first.</summary>
    public async Task<IReadOnlyList<Matter>> OfAsync(Guid conversationId, StaffScope scope, CancellationToken ct) =>
        [.. (await complaints.InAsync(conversationId, scope, ct)).Select(c => new Matter(c.Reference, "投诉", c.State.Name(), c.MadeAt))];
}
