using ResidentAssistant.Scheduling;
using ResidentAssistant.Staff;

namespace ResidentAssistant.Notices;

/// <summary>Every second: publishes drafts whose time has come. What cannot be published then goes back to its writer with the reason, and stands on the desk.</summary>
internal sealed class NoticeSchedule(NoticeDrafts drafts, Composer composer) : IDuty
{
    /// <inheritdoc />
    public string Name => "notice-schedule";

    /// <inheritdoc />
    public async Task RunAsync(DateTimeOffset now, CancellationToken ct)
    {
        foreach (var draft in await drafts.DueAsync(now, ct))
        {
            // The rights were asked for when the time was set; of the person only the name goes into the notice.
            var staff = new CurrentStaff(draft.PublishBy!.Value, "", draft.PublishByName!, StaffRole.Committee, StaffScope.Of(false, draft.CommunityId), false); // both stand beside a time
            try
            {
                await composer.PublishAsync(draft.Id, draft.Version, staff, ct);
            }
            catch (RefusedException refused)
            {
                await drafts.HoldBackAsync(draft, refused.Message, ct);
            }
        }
    }
}
