using ResidentAssistant.WeCom.Kf;
using ResidentAssistant.WeCom.Wire;

namespace ResidentAssistant.WeCom;

public sealed partial class WeComClient
{
    /// <summary>Customer service accounts, at most 100 from <paramref name="offset"/>.</summary>
    /// <remarks>https://developer.work.weixin.qq.com/document/path/94661</remarks>
    public async Task<IReadOnlyList<KfAccount>> KfAccountsAsync(int offset, CancellationToken ct)
    {
        var answer = await PostAsync("kf/account/list", new PageRequest(offset, 100), WireJson.Default.PageRequest, WireJson.Default.KfAccountsAnswer, ct);
        return [.. (answer.AccountList ?? []).Where(a => a.OpenKfid is not null).Select(a => new KfAccount(a.OpenKfid!, a.Name ?? "", a.Avatar))];
    }

    /// <summary>Makes an account with a picture that was uploaded; returns its id.</summary>
    /// <remarks>https://developer.work.weixin.qq.com/document/path/94662</remarks>
    public async Task<string> AddKfAccountAsync(string name, string mediaId, CancellationToken ct)
    {
        var answer = await PostAsync("kf/account/add", new KfAccountRequest(name, mediaId), WireJson.Default.KfAccountRequest, WireJson.Default.KfAccountAnswer, ct);
        return answer.OpenKfid ?? throw new WeComException("kf/account/add", "the answer has no open_kfid", answerLost: true);
    }

    /// <summary>The address that opens a chat with the account; <paramref name="scene"/> (letters, digits, _ and -, at most 32) comes back when a customer enters.</summary>
    /// <remarks>https://developer.work.weixin.qq.com/document/path/94665</remarks>
    public async Task<string> KfLinkAsync(string openKfid, string? scene, CancellationToken ct)
    {
        var answer = await PostAsync("kf/add_contact_way", new KfLinkRequest(openKfid, scene), WireJson.Default.KfLinkRequest, WireJson.Default.KfLinkAnswer, ct);
        return answer.Url ?? throw new WeComException("kf/add_contact_way", "the answer has no url", answerLost: true);
    }

    /// <summary>What happened on an account since the cursor; without the token of a notification it may be asked only seldom.</summary>
    /// <remarks>https://developer.work.weixin.qq.com/document/path/94670</remarks>
    public async Task<KfPage> KfSyncAsync(string openKfid, string? cursor, string? token, int limit, CancellationToken ct)
    {
        var answer = await PostAsync("kf/sync_msg", new KfSyncRequest(cursor, token, limit, openKfid), WireJson.Default.KfSyncRequest, WireJson.Default.KfSyncAnswer, ct);
        return new KfPage(answer.NextCursor, answer.HasMore is 1, [.. (answer.MsgList ?? []).Select(KfReading.Message)]);
    }

    /// <summary>Says something to a customer; <paramref name="messageId"/> (letters, digits, _ and -, at most 32) is refused when it comes twice. Returns the id.</summary>
    /// <remarks>https://developer.work.weixin.qq.com/document/path/94677</remarks>
    public async Task<string?> KfSendAsync(string openKfid, string externalUserid, string? messageId, KfContent content, CancellationToken ct)
    {
        var request = KfSendRequest.For(content) with { Touser = externalUserid, OpenKfid = openKfid, Msgid = messageId };
        return (await PostAsync("kf/send_msg", request, WireJson.Default.KfSendRequest, WireJson.Default.MessageAnswer, ct)).Msgid;
    }

    /// <summary>Answers an event with its code, once: a welcome within 20 seconds, or a change of state.</summary>
    /// <remarks>https://developer.work.weixin.qq.com/document/path/95122</remarks>
    public async Task<string?> KfSendOnEventAsync(string code, string? messageId, KfContent content, CancellationToken ct)
    {
        var request = KfSendRequest.For(content) with { Code = code, Msgid = messageId };
        return (await PostAsync("kf/send_msg_on_event", request, WireJson.Default.KfSendRequest, WireJson.Default.MessageAnswer, ct)).Msgid;
    }

    /// <summary>Who answers a conversation now.</summary>
    /// <remarks>https://developer.work.weixin.qq.com/document/path/94669</remarks>
    public async Task<KfState> KfStateAsync(string openKfid, string externalUserid, CancellationToken ct)
    {
        var request = new KfStateRequest(openKfid, externalUserid, null, null);
        var answer = await PostAsync("kf/service_state/get", request, WireJson.Default.KfStateRequest, WireJson.Default.KfStateAnswer, ct);
        return new KfState(answer.ServiceState ?? 0, answer.ServicerUserid);
    }

    /// <summary>Changes who answers; state 3 needs a colleague who receives. Returns the code for a message on this change, where there is one.</summary>
    /// <remarks>https://developer.work.weixin.qq.com/document/path/94669</remarks>
    public async Task<string?> KfMoveAsync(string openKfid, string externalUserid, int state, string? servicerUserid, CancellationToken ct)
    {
        var request = new KfStateRequest(openKfid, externalUserid, state, servicerUserid);
        return (await PostAsync("kf/service_state/trans", request, WireJson.Default.KfStateRequest, WireJson.Default.KfStateAnswer, ct)).MsgCode;
    }

    /// <summary>What the vendor tells of customers, at most 100 at a time; those it does not know are missing.</summary>
    /// <remarks>https://developer.work.weixin.qq.com/document/path/95159</remarks>
    public async Task<IReadOnlyList<KfCustomer>> KfCustomersAsync(IReadOnlyCollection<string> externalUserids, CancellationToken ct)
    {
        var answer = await PostAsync("kf/customer/batchget", new KfCustomersRequest(externalUserids, 1), WireJson.Default.KfCustomersRequest, WireJson.Default.KfCustomersAnswer, ct);
        return [.. (answer.CustomerList ?? []).Where(c => c.ExternalUserid is not null)
            .Select(c => new KfCustomer(c.ExternalUserid!, c.Nickname, c.Unionid, c.EnterSessionContext?.Scene, c.EnterSessionContext?.SceneParam))];
    }

    /// <summary>The colleagues of an account.</summary>
    /// <remarks>https://developer.work.weixin.qq.com/document/path/94695</remarks>
    public async Task<IReadOnlyList<KfServicer>> KfServicersAsync(string openKfid, CancellationToken ct)
    {
        var answer = await GetAsync("kf/servicer/list", $"&open_kfid={Uri.EscapeDataString(openKfid)}", WireJson.Default.KfServicersAnswer, ct);
        return [.. (answer.ServicerList ?? []).Select(s => new KfServicer(s.Userid, s.DepartmentId, s.Status))];
    }
}
