using ResidentAssistant.Scheduling;

namespace ResidentAssistant.Messaging.ToStaff;

/// <summary>Every second: takes up messages to colleagues whose time has come or whose sender was lost.</summary>
internal sealed class StaffMessagesDuty(StaffSender sender) : IDuty
{
    /// <inheritdoc />
    public string Name => "staff-messages";

    /// <inheritdoc />
    public bool Urgent => true;

    /// <inheritdoc />
    public async Task RunAsync(DateTimeOffset now, CancellationToken ct)
    {
        if (sender.Ways.Count == 0) return;
        await sender.LookAsync(ct);
        await sender.TidyAsync(ct);
    }
}
