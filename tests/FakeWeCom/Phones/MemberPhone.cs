using System.Text.Json.Nodes;
using FakeWeCom.Api;
using FakeWeCom.Callbacks;
using FakeWeCom.SignIn;
using FakeWeCom.World;

namespace FakeWeCom.Phones;

/// <summary>A member's WeCom.</summary>
internal sealed class MemberPhone(Corp corp, Member member)
{
    public string UserId => member.UserId;

    /// <summary>Messages of apps as he sees them now, the newest last.</summary>
    public IReadOnlyList<SeenMessage> Received
    {
        get
        {
            lock (corp.Sync) return [.. member.Seen.Where(seen => !seen.Message.Recalled)];
        }
    }

    /// <summary>Emergency calls to him.</summary>
    public IReadOnlyList<PhoneCall> Calls
    {
        get
        {
            lock (corp.Sync) return [.. member.Calls];
        }
    }

    /// <summary>Waits until a message holds these words, and gives it.</summary>
    public async Task<SeenMessage> SeesAsync(string words, TimeSpan? within = null)
    {
        SeenMessage? found = null;
        await corp.Changes.UntilAsync(() => (found = Received.LastOrDefault(seen => (seen.Text + seen.Replaced).Contains(words, StringComparison.Ordinal))) is not null, $"{UserId} sees “{words}”; saw: {string.Join(" | ", Received.Select(s => s.Text))}", within);
        return found!;
    }

    /// <summary>Types to the app.</summary>
    public void Say(string words, int? agentId = null)
    {
        lock (corp.Sync) member.Said.Add((words, corp.Now, agentId is { } id ? corp.Apps[id] : corp.Apps.Values.First()));
        Post(agentId, "text", ("Content", words), ("MsgId", NewNumber()));
    }

    /// <summary>Opens the app.</summary>
    public void EnterApp(int? agentId = null) => Post(agentId, "event", ("Event", "enter_agent"), ("EventKey", ""));

    /// <summary>Taps a button of a card, by its key or its words; false when the card no longer offers it.</summary>
    public bool Tap(SeenMessage seen, string button, params (string Question, string Option)[] selected)
    {
        App app;
        string plain;
        lock (corp.Sync)
        {
            app = seen.Message.App;
            // What was replaced cannot be tapped again.
            if (seen.Replaced is not null || Key(seen.Content, button) is not { } key) return false;
            var items = string.Concat(selected.Select(s => $"<SelectedItem><QuestionKey><![CDATA[{s.Question}]]></QuestionKey><OptionIds><OptionId><![CDATA[{s.Option}]]></OptionId></OptionIds></SelectedItem>"));
            List<(string, object)> fields =
            [
                ("Event", "template_card_event"), ("EventKey", key), ("TaskId", (string?)seen.Content["task_id"] ?? seen.Message.TaskId ?? ""),
                ("CardType", (string?)seen.Content["card_type"] ?? ""), ("ResponseCode", MessageCalls.Permit(corp, seen.Message, UserId)),
            ];
            if (items.Length > 0) fields.Add(("SelectedItems", new Plain.Inner(items)));
            plain = Plain.Member(corp.Id, UserId, corp.Seconds, "event", app.AgentId, [.. fields]);
            corp.Mail.Post(app, plain, AgentIn.Envelope, said => PassiveReply.Take(corp, app, member, plain, said));
        }

        corp.Changes.Tell();
        return true;
    }

    /// <summary>Opens a sign-in address inside WeCom; gives where the browser is sent, with a code.</summary>
    public Uri SignIn(Uri address)
    {
        if (address.Fragment != "#wechat_redirect") throw new InvalidOperationException("Phones open the address only with #wechat_redirect at its end.");
        return SignInPage.Return(corp, SignInPage.Request(address.Query), UserId);
    }

    /// <summary>Takes the emergency call.</summary>
    public void TakesCall()
    {
        lock (corp.Sync)
            foreach (var call in member.Calls) call.Taken = true;
        corp.Changes.Tell();
    }

    private static string? Key(JsonObject card, string button)
    {
        var buttons = (card["button_list"] as JsonArray ?? []).Concat(card["action_menu"]?["action_list"] as JsonArray ?? []).Append(card["submit_button"]).OfType<JsonObject>();
        return (string?)buttons.FirstOrDefault(b => (string?)b["key"] == button || (string?)b["text"] == button)?["key"];
    }

    private void Post(int? agentId, string type, params (string, object)[] fields)
    {
        lock (corp.Sync)
        {
            var app = agentId is { } id ? corp.Apps[id] : corp.Apps.Values.First();
            var plain = Plain.Member(corp.Id, UserId, corp.Seconds, type, app.AgentId, fields);
            corp.Mail.Post(app, plain, AgentIn.Envelope, said => PassiveReply.Take(corp, app, member, plain, said));
        }

        corp.Changes.Tell();
    }

    private long NewNumber()
    {
        lock (corp.Sync) return corp.Ids.Number();
    }
}
