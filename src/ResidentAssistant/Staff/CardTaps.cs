using ResidentAssistant.Messaging.ToStaff;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Staff;

/// <summary>A card's button: the colleague who taps takes the matter, if it is theirs to take.</summary>
internal sealed class CardTaps(Database database, StaffAccounts accounts, DeskStore desk, TimeProvider clock)
{
    /// <summary>What somebody reads whose WeCom account is nobody's here.</summary>
    public const string Unknown = "还不知道您是哪位同事。请找管理员，在工作台的“账号”页填上您的企业微信账号。";

    /// <summary>Takes the matter; see <see cref="TakeByCard"/>. The cards follow at the next tick, whoever took it.</summary>
    public async Task<string?> TakeAsync(CardTap tap, CancellationToken ct)
    {
        var itemId = await database.FirstAsync<Guid?>("select desk_item_id from staff_messages where id = @CardId and kind = 'Page'", new { tap.CardId }, ct);
        if (itemId is null) return "这件事找不到了，请到工作台看一看。";
        if (await accounts.OfMemberAsync(tap.Member, ct) is not { } staff) return Unknown;
        if (!staff.May(StaffAction.DeskDone) && !staff.May(StaffAction.EmergencyAct)) return "您的账号不能接这件事。需要的话，请找管理员。";
        if (!await desk.TakenAsync(itemId.Value, staff, ct)) return "这件事不在您负责的小区，请找负责的同事。";
        // The tap's code is the newest and changes the card of the one who tapped; a card that was changed before is put right again.
        if (tap.ResponseCode is { } code)
            await database.ExecuteAsync("update staff_messages set response_code = @code, response_until = @until where id = @CardId and lower(target) = @member",
                new { code, until = clock.GetUtcNow() + StaffLedger.CardsChangeFor, tap.CardId, member = tap.Member.ToLowerInvariant() }, ct);
        return null;
    }
}
