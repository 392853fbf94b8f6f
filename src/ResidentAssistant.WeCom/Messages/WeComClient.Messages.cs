using ResidentAssistant.WeCom.Messages;
using ResidentAssistant.WeCom.Wire;

namespace ResidentAssistant.WeCom;

public sealed partial class WeComClient
{
    /// <summary>Says something to members, at most 1000; with <paramref name="duplicateCheck"/> the vendor drops the same words to the same people within that time.</summary>
    /// <remarks>https://developer.work.weixin.qq.com/document/path/90236</remarks>
    public async Task<MessageReceipt> SendAsync(IReadOnlyCollection<string> users, AppMessage message, TimeSpan? duplicateCheck, CancellationToken ct)
    {
        var request = MessageRequest.For(message) with
        {
            Touser = string.Join('|', users), Agentid = app.AgentId,
            EnableDuplicateCheck = duplicateCheck is null ? null : 1, DuplicateCheckInterval = (int?)duplicateCheck?.TotalSeconds,
        };
        var answer = await PostAsync("message/send", request, WireJson.Default.MessageRequest, WireJson.Default.MessageAnswer, ct);
        return new MessageReceipt(answer.Msgid, answer.ResponseCode, Names(answer.Invaliduser), Names(answer.Unlicenseduser));
    }

    /// <summary>Puts words in the place of a card's buttons, for these members; each response code serves once.</summary>
    /// <remarks>https://developer.work.weixin.qq.com/document/path/94888</remarks>
    public Task UpdateCardAsync(IReadOnlyCollection<string> users, string responseCode, string replaceName, CancellationToken ct) =>
        UpdateAsync(new() { Userids = users, ResponseCode = responseCode, Agentid = app.AgentId, Button = new(replaceName) }, ct);

    /// <summary>Puts another card in a card's place, for these members; each response code serves once.</summary>
    /// <remarks>https://developer.work.weixin.qq.com/document/path/94888</remarks>
    public Task UpdateCardAsync(IReadOnlyCollection<string> users, string responseCode, TemplateCard card, CancellationToken ct) =>
        UpdateAsync(new() { Userids = users, ResponseCode = responseCode, Agentid = app.AgentId, TemplateCard = card }, ct);

    /// <summary>Telephones members for an alarm; who cannot be called has a code.</summary>
    /// <remarks>https://developer.work.weixin.qq.com/document/path/91627</remarks>
    public async Task<IReadOnlyList<AlarmCall>> TelephoneAsync(IReadOnlyCollection<string> users, CancellationToken ct)
    {
        var answer = await PostAsync("pstncc/call", new AlarmRequest(users), WireJson.Default.AlarmRequest, WireJson.Default.AlarmAnswer, ct);
        return [.. (answer.States ?? []).Select(s => new AlarmCall(s.Userid ?? "", s.Callid, s.Code))];
    }

    private Task<Answer> UpdateAsync(UpdateCardRequest request, CancellationToken ct) =>
        PostAsync("message/update_template_card", request, WireJson.Default.UpdateCardRequest, WireJson.Default.Answer, ct);

    private static string[] Names(string? list) => list?.Split('|', StringSplitOptions.RemoveEmptyEntries) ?? [];
}
