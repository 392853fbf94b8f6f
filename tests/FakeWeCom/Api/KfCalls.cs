using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FakeWeCom.World;

namespace FakeWeCom.Api;

/// <summary>kf accounts, contact ways, servicers and customers.</summary>
internal static partial class KfCalls
{
    public static IEnumerable<VendorCall> All =>
    [
        new("POST", "kf/account/list", ListAccounts),
        new("POST", "kf/account/add", AddAccount),
        new("POST", "kf/add_contact_way", AddContactWay),
        new("GET", "kf/servicer/list", ListServicers),
        new("POST", "kf/servicer/add", call => ChangeServicers(call, true)),
        new("POST", "kf/servicer/del", call => ChangeServicers(call, false)),
        new("POST", "kf/customer/batchget", BatchGet),
    ];

    /// <summary>The account named, if it is there and the app may manage it.</summary>
    public static KfAccount Account(Call call, string? openKfId)
    {
        if (!call.App.Options.Kf) throw new VendorRefusal(48007, "kf account not authorised to the app");
        if (string.IsNullOrEmpty(openKfId) || !openKfId.StartsWith("wk", StringComparison.Ordinal)) throw new VendorRefusal(95000, "invalid open_kfid");
        return call.Corp.KfAccounts.GetValueOrDefault(openKfId) ?? throw new VendorRefusal(95004, "open_kfid not exist");
    }

    private static Answer ListAccounts(Call call)
    {
        if (!call.App.Options.Kf) throw new VendorRefusal(48002, "api forbidden");
        var limit = call.Body.Number("limit") ?? 100;
        Call.Demand(limit is >= 1 and <= 100, "limit");
        var page = call.Corp.KfAccounts.Values.Skip((int)(call.Body.Number("offset") ?? 0)).Take((int)limit);
        return Answer.With(new()
        {
            ["account_list"] = new JsonArray([.. page.Select(a => new JsonObject { ["open_kfid"] = a.OpenKfId, ["name"] = a.Name, ["avatar"] = "https://wwcdn.weixin.qq.com/kf.png", ["manage_privilege"] = true })]),
        });
    }

    private static Answer AddAccount(Call call)
    {
        if (!call.App.Options.Kf) throw new VendorRefusal(48002, "api forbidden");
        var name = call.Body.TextOrEmpty("name");
        if (name.Length is 0 or > 16) throw new VendorRefusal(95006, "invalid kf account name");
        call.Corp.Media.Get(call.Body.Text("media_id"), "image");
        if (call.Corp.KfAccounts.Count >= 10) throw new VendorRefusal(95027, "too many kf accounts for an uncertified corp");
        var account = new KfAccount(call.Corp, new KfAccountOptions { OpenKfId = call.Corp.Ids.Word("wk", 32), Name = name, Servicers = [] });
        call.Corp.KfAccounts[account.OpenKfId] = account;
        return Answer.With(new() { ["open_kfid"] = account.OpenKfId });
    }

    private static Answer AddContactWay(Call call)
    {
        var account = Account(call, call.Body.Text("open_kfid"));
        var scene = call.Body.TextOrEmpty("scene");
        Call.Demand(Scene().IsMatch(scene), "scene");
        var way = account.Scenes.FirstOrDefault(pair => pair.Value == scene).Key;
        if (way is null) account.Scenes[way = call.Corp.Ids.Word("ENC", 32)] = scene;
        return Answer.With(new() { ["url"] = $"https://work.weixin.qq.com/kf/{account.OpenKfId}?enc_scene={way}" });
    }

    private static Answer ListServicers(Call call)
    {
        var account = Account(call, call.Query("open_kfid"));
        return Answer.With(new()
        {
            ["servicer_list"] = new JsonArray([.. account.Servicers.Select(s => new JsonObject { ["userid"] = s.Key, ["status"] = s.Value ? 0 : 1 })]),
        });
    }

    private static Answer ChangeServicers(Call call, bool add)
    {
        var account = Account(call, call.Body.Text("open_kfid"));
        var names = call.Body.Texts("userid_list");
        Call.Demand(names.Count is >= 1 and <= 100, "userid_list");
        var results = names.Select(name =>
        {
            var known = call.Corp.Members.ContainsKey(name);
            if (known && add) account.Servicers[name] = true;
            if (known && !add) account.Servicers.Remove(name);
            return new JsonObject { ["userid"] = name, ["errcode"] = known ? 0 : 60111, ["errmsg"] = known ? "success" : "userid not found" };
        });
        return Answer.With(new() { ["result_list"] = new JsonArray([.. results.ToList()]) });
    }

    private static Answer BatchGet(Call call)
    {
        if (!call.App.Options.Kf) throw new VendorRefusal(48002, "api forbidden");
        var asked = call.Body.Texts("external_userid_list");
        Call.Demand(asked.Count is >= 1 and <= 100, "external_userid_list");
        var context = call.Body.Number("need_enter_session_context") == 1;
        var customers = new JsonArray();
        var invalid = new JsonArray();
        foreach (var id in asked)
        {
            // Only who has been on one of the accounts is a customer of it.
            var session = call.Corp.KfAccounts.Values.Select(a => a.Sessions.GetValueOrDefault(id)).FirstOrDefault(s => s is not null);
            if (session is null) invalid.Add((JsonNode)id);
            else customers.Add((JsonNode)Customer(session, context));
        }

        return Answer.With(new() { ["customer_list"] = customers, ["invalid_external_userid"] = invalid });
    }

    private static JsonObject Customer(KfSession session, bool context)
    {
        var resident = session.Resident;
        var customer = new JsonObject { ["external_userid"] = resident.ExternalUserId, ["nickname"] = resident.Nickname, ["avatar"] = "http://wx.qlogo.cn/mmhead/0", ["gender"] = 0 };
        if (resident.UnionId.Length > 0) customer["unionid"] = resident.UnionId;
        if (context && session.Entered is { } entered) customer["enter_session_context"] = new JsonObject { ["scene"] = entered.Scene, ["scene_param"] = entered.SceneParam };
        return customer;
    }

    [GeneratedRegex("^[0-9A-Za-z_-]{0,32}$", RegexOptions.None, 1000)]
    private static partial Regex Scene();
}
