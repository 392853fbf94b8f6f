using System.Text.Json;
using System.Text.Json.Serialization;
using ResidentAssistant.Dialogs;
using ResidentAssistant.Evidence;
using ResidentAssistant.Messaging;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Conversations;

/// <summary>Writes a turn: inbox, files, transcript, conversation, outcomes and outbox, all into the turn's one batch.</summary>
internal sealed class TurnWriter(ConversationStore conversations, Transcript transcript, Outbox outbox, OutboxSender sender, TurnSignal signal, Communities communities,
    EvidenceLog evidence, KeyRing keys)
{
    private readonly Sealer files = keys.For("attachment");

    /// <summary>A conversation that is about to have its first turn.</summary>
    public async Task<Conversation> BeginAsync(InboundMessage message, DateTimeOffset now, CancellationToken ct) => new()
    {
        Id = message.Spoken?.ConversationId ?? Guid.CreateVersion7(now), Channel = message.Channel, Key = message.ConversationKey, UserId = message.UserId, Address = message.Address,
        CommunityId = message.Spoken?.CommunityId ?? await communities.OfAsync(message.Community, ct), HouseholdId = message.Spoken?.HouseholdId, Version = 0, StartedAt = now, LastAt = DateTimeOffset.MinValue,
    };

    /// <summary>Adds every write of the turn and returns what is announced after the commit.</summary>
    public Written Write(Turn turn, Cause cause, Stepped stepped, Guid? unsent)
    {
        var at = turn.Now;
        var entries = Entries(turn, cause, stepped);
        var conversation = turn.Conversation with
        {
            Version = turn.Number, LastAt = at.AddMilliseconds(entries.Count - 1), Address = cause.Message?.Address ?? turn.Conversation.Address,
            UserId = cause.Message?.UserId ?? turn.Conversation.UserId,
        };
        var ended = stepped.Effects.OfType<Ended>().ToList();
        var (body, digest) = transcript.Seal(entries, stepped.State.Digest?.Value ?? []);
        var turns = new TurnsDigest(stepped.State.Digest?.From ?? turn.Number, digest);
        conversations.Save(turn.Writes, conversation, stepped.State with { Digest = ended.Count == 0 ? turns : null });
        turn.Writes.Add("insert into turns (conversation_id, turn, at, body) values ($1, $2, $3, $4)", conversation.Id, turn.Number, at, body);
        if (cause.Message is { } message)
        {
            Take(turn.Writes, message.Channel, message.MessageId, conversation.Id, turn.Number, at);
            foreach (var file in message.Files) Store(turn.Writes, file, conversation.Id, at);
        }
        else if (cause.DeskId is { } act) Take(turn.Writes, "desk", act, conversation.Id, turn.Number, at);

        foreach (var end in ended) Outcome(turn.Writes, end, conversation, turns, cause.Message?.Spoken?.Mark);

        var replyTo = entries[0].MessageId;
        var fetches = sender.Fetches(conversation.Channel);
        var sends = new List<OutboxSender.Leased>();
        foreach (var entry in entries)
        {
            if (entry.From is not (Speaker.Assistant or Speaker.Staff) || entry.Kind != EntryKind.Message) continue;
            // What a colleague wrote in the channel's own client has reached the person already.
            if (entry.Position == 0 && cause.Message is not null) continue;
            var message1 = new Outbound
            {
                Id = Guid.CreateVersion7(at), ConversationId = conversation.Id, ConversationKey = conversation.Key, UserId = conversation.UserId, Address = conversation.Address,
                Urgent = stepped.Urgent, Turn = turn.Number, ReplyTo = replyTo, Entry = entry,
            };
            outbox.Add(turn.Writes, message1, conversation.Channel, fetches, stepped.Urgent, at);
            if (!fetches) sends.Add(new(message1, conversation.Channel, stepped.Urgent, 1, 1));
        }

        return new Written(conversation, entries, sends, unsent);
    }

    /// <summary>After the commit: sends, and wakes who listens to the conversation.</summary>
    public void Announce(Written written)
    {
        if (written.Sends.Count > 0) sender.Post(written.Sends, free: written.Unsent is not { } earlier || sender.Holds(earlier));
        signal.Raise(written.Conversation.Channel, written.Conversation.Key);
    }

    private static List<Entry> Entries(Turn turn, Cause cause, Stepped stepped)
    {
        var entries = new List<Entry> { cause.Entry with { Position = 0, At = turn.Now } };
        if (cause.Notice is { } notice) Add(new Entry { Position = 0, From = Speaker.Assistant, At = default, Text = notice });
        foreach (var effect in stepped.Effects)
        {
            if (effect is Say say)
                Add(new Entry
                {
                    Position = 0, From = Speaker.Assistant, At = default, Text = say.Text, Prompt = say.Prompt, Cites = turn.CitationOf(say.Text),
                    Buttons = say.Choices.Count == 0 ? null : [.. say.Choices.Select(c => new Button(c.Value, c.Label))],
                });
        }

        return entries;

        void Add(Entry entry) => entries.Add(entry with { Position = entries.Count, At = turn.Now.AddMilliseconds(entries.Count) });
    }

    private static void Take(Batch writes, string channel, string messageId, Guid conversation, int turn, DateTimeOffset at) =>
        writes.Add("insert into inbox (channel, message_id, conversation_id, turn, received_at) values ($1, $2, $3, $4, $5)", channel, messageId, conversation, turn, at);

    private void Store(Batch writes, InboundFile file, Guid conversation, DateTimeOffset at) =>
        writes.Add("""
            insert into attachments (id, conversation_id, content_type, name, size, sha256, content, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8)
            """, file.Id, conversation, file.ContentType, file.Name, file.Content.LongLength,
            Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(file.Content)), files.Seal(file.Content), at);

    private void Outcome(Batch writes, Ended ended, Conversation c, TurnsDigest turns, string? spoken)
    {
        var id = Guid.CreateVersion7(ended.EndedAt);
        var slots = ended.Slots.Where(s => !s.Value.Private).ToDictionary(s => s.Key, s => s.Value.Value);
        var (household, proven) = About(ended, c);
        writes.Add("""
            insert into outcomes (id, conversation_id, community_id, household_id, proven, channel, dialog, version, result, slots, path, last_step, turns, started_at, ended_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
            """, id, c.Id, Null.Or(c.CommunityId), Null.Or(household), proven, c.Channel, ended.Dialog, ended.Version, ended.Result,
            JsonSerializer.Serialize(slots, OutcomeJson.Default.DictionaryStringString), JsonSerializer.Serialize(ended.Path, OutcomeJson.Default.IReadOnlyListString),
            ended.LastStep, ended.Turns, ended.StartedAt, ended.EndedAt);
        var fields = new Dictionary<string, object?>
        {
            ["channel"] = c.Channel, ["conversation"] = c.Id, ["dialog"] = ended.Dialog, ["from"] = turns.From, ["proven"] = proven, ["result"] = ended.Result,
            ["to"] = c.Version, ["transcript"] = Convert.ToHexStringLower(turns.Value), ["version"] = ended.Version,
        };
        if (spoken is not null) fields["spoken"] = spoken;
        evidence.Add(writes, new EvidenceRecord
        {
            Id = id, CommunityId = c.CommunityId ?? Guid.Empty, Kind = "dialog.ended", HouseholdId = household, At = ended.EndedAt, Fields = fields,
        });
    }

    // Who has proven one flat may speak for another: the dialog that asked knows which one it was about.
    private static (Guid? Household, bool Proven) About(Ended ended, Conversation c)
    {
        if (!ended.Slots.TryGetValue("proven", out var proven)) return (c.HouseholdId, c.Proven);
        var household = ended.Slots.TryGetValue("household", out var slot) && Guid.TryParse(slot.Value, out var id) ? id : (Guid?)null;
        // What was proven when the dialog began may have ended since.
        return (household, household is not null && proven.Value == "yes" && c.Proven && c.HouseholdId == household);
    }

    /// <summary>A turn's writes, ready to announce once they are committed.</summary>
    internal sealed record Written(Conversation Conversation, IReadOnlyList<Entry> Entries, IReadOnlyList<OutboxSender.Leased> Sends, Guid? Unsent);
}

/// <summary>How outcomes are written.</summary>
[JsonSerializable(typeof(Dictionary<string, string>))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
internal sealed partial class OutcomeJson : JsonSerializerContext;
