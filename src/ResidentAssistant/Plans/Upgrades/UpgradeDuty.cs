using ResidentAssistant.Conversations;
using ResidentAssistant.Messaging;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Plans.Upgrades;

/// <summary>Tells the household in its conversation what became of its wish: the price, the payment, the release, the end; each once.</summary>
internal sealed class UpgradeDuty(UpgradeStore upgrades, StaffTurns turns, Database database) : IDuty
{
    /// <summary>Stands under every price.</summary>
    public const string NoCash = "不在聊天里收钱，也不上门收现金。";

    /// <inheritdoc />
    public string Name => "upgrades";

    /// <inheritdoc />
    public async Task RunAsync(DateTimeOffset now, CancellationToken ct)
    {
        var waiting = await database.QueryAsync<Waiting>("""
            select s.id, s.upgrade_id from upgrade_steps s
             where s.kind in ('quoted', 'paid', 'released', 'closed') and not exists (select 1 from upgrade_told t where t.step_id = s.id) order by s.at, s.number limit 50
            """, null, ct);
        foreach (var one in waiting)
        {
            var upgrade = await upgrades.OneAsync(one.UpgradeId, ct);
            var step = upgrade.Steps.First(s => s.Id == one.Id);
            // A price that was replaced meanwhile, or a wish nobody confirmed: nothing to tell.
            var told = (step.Kind == UpgradeKinds.Quoted && upgrade.Quote != step) || (step.Kind == UpgradeKinds.Closed && !upgrade.Proven && upgrade.Steps.All(s => s.Kind != UpgradeKinds.Confirmed));
            var writes = new Batch();
            // The step's id is the message's identity in the conversation: two nodes tell it once.
            if (!told && await SayAsync(upgrade, step, ct) is null)
                Desk.Add(writes, "question", urgent: false, upgrade.CommunityId, null, "超标准的要求有了结果，对话里告诉不了住户，请打电话", upgrade.Reference, now);
            await database.RunAsync(writes.Add("insert into upgrade_told (step_id, told_at) values ($1, $2) on conflict (step_id) do nothing", step.Id, now), ct);
        }
    }

    /// <summary>What the household reads.</summary>
    public static string Text(Upgrade upgrade, UpgradeStep step) => step.Kind switch
    {
        UpgradeKinds.Quoted => $"您想做得更好的那件事（{upgrade.Reference}），有报价了。\n{step.Words}\n一共 {step.Amount}，到{step.Day:yyyy年M月d日}为止都作数。\n做不做由您自己定，不着急。想好了，打“看报价”。\n{NoCash}",
        UpgradeKinds.Paid => $"您交的款（{upgrade.Reference}）记下了：{step.Amount}，收据号 {step.Receipt}。跟您手里的收据对一对，不对就打“找人”。",
        UpgradeKinds.Released => $"您要的那件事（{upgrade.Reference}），可以照设计施工了。哪天来，另外通知您。",
        _ => $"您要的那件事（{upgrade.Reference}），这回不办了。\n{step.Words}",
    };

    // Who proved the flat when asking hears of it only while that holds.
    private Task<TurnReceipt?> SayAsync(Upgrade upgrade, UpgradeStep step, CancellationToken ct) => upgrade.Proven
        ? turns.ReplyAsync(upgrade.ConversationId, upgrade.HouseholdId, step.StaffName!, Text(upgrade, step), step.Id.ToString("N"), ct)
        : turns.ReplyAsync(upgrade.ConversationId, step.StaffName!, Text(upgrade, step), step.Id.ToString("N"), ct);

    private sealed record Waiting
    {
        public required Guid Id { get; init; }

        public required Guid UpgradeId { get; init; }
    }
}
