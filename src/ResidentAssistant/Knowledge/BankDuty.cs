using ResidentAssistant.Scheduling;

namespace ResidentAssistant.Knowledge;

/// <summary>Every second: looks by one short row whether a colleague, perhaps on another node, has changed or approved an answer.</summary>
internal sealed class BankDuty(KnowledgeBank bank, Reloading reloading) : IDuty
{
    /// <inheritdoc />
    public string Name => "knowledge";

    /// <inheritdoc />
    public async Task RunAsync(DateTimeOffset now, CancellationToken ct)
    {
        if (await bank.RefreshAsync(ct)) await reloading.RunAsync(ct);
    }
}
