using System.Text.Json.Nodes;
using FakeWeCom.World;

namespace FakeWeCom.Phones;

/// <summary>A resident's WeChat with one kf account open.</summary>
internal sealed class ResidentPhone(Corp corp, Resident resident, KfAccount account)
{
    public string ExternalUserId => resident.ExternalUserId;

    public string Nickname => resident.Nickname;

    /// <summary>The account he talks with; another phone object of the same resident talks with another.</summary>
    public string OpenKfId => account.OpenKfId;

    /// <summary>Everything in the chat.</summary>
    public IReadOnlyList<KfLine> Lines => Locked(session => session.Lines.ToList());

    /// <summary>What has reached him from the account and its servicers.</summary>
    public IReadOnlyList<KfLine> Received => [.. Lines.Where(line => line.From != KfSpeaker.Resident)];

    /// <summary>0 new, 1 assistant, 2 pool, 3 servicer, 4 none.</summary>
    public int State => Locked(session => session.State);

    /// <summary>He shuts the account's mouth: what is sent goes well and comes back as failed, type 10.</summary>
    public bool Refuses
    {
        get => resident.Refuses;
        set => resident.Refuses = value;
    }

    /// <summary>Opens the chat by itself, or by a link of add_contact_way with what was appended to it.</summary>
    public void Open(string? link = null)
    {
        var (scene, param) = link is null ? ("", "") : Link(link);
        Enter(scene, param);
    }

    /// <summary>Opens it as by a link with this scene and parameter.</summary>
    public void Enter(string scene, string sceneParam = "") => Act(session =>
    {
        session.Entered = (scene, sceneParam);
        var span = TimeSpan.FromHours(48);
        var greet = session.LastSaid is null && (session.Welcomed is null || corp.Now - session.Welcomed >= span);
        account.Add(KfEvents.Event(account, corp, "enter_session", e =>
        {
            e["external_userid"] = resident.ExternalUserId;
            e["scene"] = scene;
            // Only a link with a scene carries a parameter.
            e["scene_param"] = scene.Length > 0 ? sceneParam : "";
            if (greet) e["welcome_code"] = KfEvents.Code(corp, account, session, EventKind.Welcome);
        }));
    });

    /// <summary>Types words; gives the msgid.</summary>
    public string Say(string words) => Send("text", new() { ["content"] = words });

    /// <summary>Taps a choice of a menu, by its id or its words; the newest menu that has it.</summary>
    public string Tap(string choice)
    {
        var found = Received.Reverse().SelectMany(line => line.Choices).Where(c => c.Id == choice || c.Content == choice).Take(1).ToList();
        if (found.Count == 0) throw new InvalidOperationException($"There is no “{choice}” to tap on this phone.");
        return Send("text", new() { ["content"] = found[0].Content, ["menu_id"] = found[0].Id });
    }

    public string SendPhoto(byte[] jpeg) => SendFile("image", "photo.jpg", "image/jpeg", jpeg);

    public string SendVoice(byte[] amr) => SendFile("voice", "voice.amr", "audio/amr", amr);

    /// <summary>Sends an image, voice, video or file.</summary>
    public string SendFile(string type, string name, string contentType, byte[] bytes)
    {
        MediaFile file;
        lock (corp.Sync) file = corp.Media.Add(type, name, contentType, bytes);
        return Send(type, new() { ["media_id"] = file.MediaId });
    }

    public string SendLocation(double latitude, double longitude, string name, string address) =>
        Send("location", new() { ["latitude"] = latitude, ["longitude"] = longitude, ["name"] = name, ["address"] = address });

    /// <summary>Any message type with its object, as in wecom.md §5.3.</summary>
    public string Send(string type, JsonObject content)
    {
        var id = "";
        Act(session =>
        {
            id = corp.Ids.Word("", 32);
            if (session.State == 4)
            {
                session.State = 0;
                session.CodeGiven.Clear();
            }

            session.LastSaid = corp.Now;
            session.Sent = 0;
            session.Lines.Add(new KfLine(id, KfSpeaker.Resident, type, (JsonObject)content.DeepClone(), corp.Now));
            account.Add(Item(id, 3, type, content));
        });
        return id;
    }

    /// <summary>Takes a message of his back.</summary>
    public void Recall(string msgId) => Act(session =>
    {
        if (session.Lines.Find(line => line.MsgId == msgId) is { } line) line.Recalled = true;
        account.Add(KfEvents.Event(account, corp, "user_recall_msg", e =>
        {
            e["external_userid"] = resident.ExternalUserId;
            e["recall_msgid"] = msgId;
        }));
    });

    /// <summary>Waits until something from the account holds these words, and gives it.</summary>
    public async Task<KfLine> HearsAsync(string words, TimeSpan? within = null)
    {
        KfLine? heard = null;
        await corp.Changes.UntilAsync(() => (heard = Received.LastOrDefault(line => line.Text.Contains(words, StringComparison.Ordinal))) is not null, $"{Nickname} hears “{words}”; heard: {string.Join(" | ", Received.Select(l => l.Text))}", within);
        return heard!;
    }

    /// <summary>Waits until so many messages have come.</summary>
    public Task ReceivesAsync(int count, TimeSpan? within = null) => corp.Changes.UntilAsync(() => Received.Count >= count, $"{Nickname} has {count} messages", within);

    /// <summary>A servicer writes to him from the WeCom client.</summary>
    public void ServicerWrites(string userId, string words) => Act(session =>
    {
        if (session.State != 3) Change(session, session.State == 4 ? 4 : 1, userId);
        var id = corp.Ids.Word("", 32);
        session.Lines.Add(new KfLine(id, KfSpeaker.Servicer, "text", new() { ["content"] = words }, corp.Now));
        var item = Item(id, 5, "text", new() { ["content"] = words });
        item["servicer_userid"] = userId;
        account.Add(item);
    });

    /// <summary>A servicer takes him from the pool.</summary>
    public void ServicerTakes(string userId) => Act(session => Change(session, 1, userId));

    /// <summary>The servicer hands him to another.</summary>
    public void ServicerHandsOver(string userId) => Act(session => Change(session, 2, userId));

    /// <summary>The servicer ends the session.</summary>
    public void ServicerEnds() => Act(session => Change(session, 3, null));

    private void Change(KfSession session, int change, string? userId)
    {
        var old = session.Servicer;
        session.State = change == 3 ? 4 : 3;
        session.Servicer = userId;
        account.Add(KfEvents.Event(account, corp, "session_status_change", e =>
        {
            e["external_userid"] = resident.ExternalUserId;
            e["change_type"] = change;
            if (old is not null) e["old_servicer_userid"] = old;
            if (userId is not null) e["new_servicer_userid"] = userId;
            if (change is 1 or 3) e["msg_code"] = KfEvents.Code(corp, account, session, change == 1 ? EventKind.Taken : EventKind.Ended);
        }));
    }

    private JsonObject Item(string id, int origin, string type, JsonObject content) => new()
    {
        ["msgid"] = id, ["open_kfid"] = account.OpenKfId, ["external_userid"] = resident.ExternalUserId, ["send_time"] = corp.Seconds,
        ["origin"] = origin, ["msgtype"] = type, [type] = content.DeepClone(),
    };

    private (string Scene, string Param) Link(string link)
    {
        var query = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(new Uri(link).Query);
        lock (corp.Sync)
        {
            var scene = account.Scenes.GetValueOrDefault(query.GetValueOrDefault("enc_scene").ToString()) ?? throw new InvalidOperationException("The link is not one of this account.");
            return (scene, query.GetValueOrDefault("scene_param").ToString());
        }
    }

    private void Act(Action<KfSession> act)
    {
        lock (corp.Sync) act(account.Session(resident));
        corp.Changes.Tell();
    }

    private T Locked<T>(Func<KfSession, T> read)
    {
        lock (corp.Sync) return read(account.Session(resident));
    }
}
