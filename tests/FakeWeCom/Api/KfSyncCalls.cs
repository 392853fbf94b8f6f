using System.Text.Json.Nodes;
using FakeWeCom.World;

namespace FakeWeCom.Api;

/// <summary>sync_msg: pages of what is new on an account.</summary>
internal static class KfSyncCalls
{
    public static IEnumerable<VendorCall> All => [new("POST", "kf/sync_msg", Sync)];

    private static Answer Sync(Call call)
    {
        var corp = call.Corp;
        var account = KfCalls.Account(call, call.Body.Text("open_kfid"));
        var limit = call.Body.Number("limit") ?? 1000;
        Call.Demand(limit is >= 1 and <= 1000, "limit");
        Call.Demand(call.Body.Number("voice_format") is null or 0 or 1, "voice_format");
        if (call.Body.Text("token") is { Length: > 0 } token)
        {
            if (Words.Bytes(token) > 128 || !account.Knows(token)) throw new VendorRefusal(95007, "invalid msg token");
        }
        else if (!corp.Frequency.Take($"sync without token {account.OpenKfId}", corp.Limits.SyncWithoutToken, TimeSpan.FromMinutes(1)))
        {
            throw new VendorRefusal(45009, "api freq out of limit");
        }

        var cursor = call.Body.Text("cursor");
        Call.Demand(Words.Bytes(cursor) <= 64, "cursor");
        var read = account.Read(cursor, (int)limit);
        Call.Demand(read is not null, "cursor");
        var (page, next, more) = read.Value;
        return Answer.With(new()
        {
            ["next_cursor"] = next,
            ["has_more"] = more ? 1 : 0,
            ["msg_list"] = new JsonArray([.. page.Select(item => item.Json.DeepClone())]),
        });
    }
}
