using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using ResidentAssistant.Messaging;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Tests.Channels;

/// <summary>Takes turns as the real one promises to, with answers that need no dialog: it greets, offers two buttons and repeats what it hears.</summary>
internal sealed class StandInTurns(Database database, Transcript transcript, KeyRing keys, TurnSignal signal, TimeProvider clock, IServiceProvider services) : IDisposable
{
    private readonly SemaphoreSlim one = new(1);
    private DateTimeOffset last;

    public static readonly IReadOnlyList<Button> Choice = [new("agree", "同意"), new("refuse", "不同意")];

    public List<InboundMessage> Taken { get; } = [];

    public List<Task<SendResult>> Sends { get; } = [];

    public async Task<TurnReceipt> TakeAsync(InboundMessage message, CancellationToken ct)
    {
        if (message.Text == "/fault") throw new InvalidOperationException("A fault of the test.");
        if (message.Text == "/refuse") throw new RefusedException("Closed", "这里不能说。", 422);
        await one.WaitAsync(ct);
        try
        {
            return await TakeAloneAsync(message, ct);
        }
        finally
        {
            one.Release();
        }
    }

    public void Dispose() => one.Dispose();

    /// <summary>A turn nobody asked for, as a timer or another node makes it.</summary>
    public async Task SayAsync(string channel, string key, string text, bool signalled = true)
    {
        await one.WaitAsync();
        try
        {
            var conversation = await FindAsync(channel, key, default) ?? throw new InvalidOperationException("No such conversation.");
            var turn = conversation.Version + 1;
            var entries = new[] { new Entry { Position = 0, From = Speaker.System, Kind = EntryKind.Event, At = Next(), Text = "reminder" }, new Entry { Position = 1, From = Speaker.Staff, Name = "王工", At = Next(), Text = text } };
            await database.RunAsync(Write(new Batch(), conversation.Id, turn, entries).Add("update conversations set version = $1 where id = $2", turn, conversation.Id), default);
            if (signalled) signal.Raise(channel, key);
        }
        finally
        {
            one.Release();
        }
    }

    private async Task<TurnReceipt> TakeAloneAsync(InboundMessage message, CancellationToken ct)
    {
        var before = await database.FirstAsync<Seen>("select conversation_id, turn from inbox where channel = @Channel and message_id = @MessageId", message, ct);
        if (before is not null)
            return new TurnReceipt(before.ConversationId, message.ConversationKey, before.Turn, (await transcript.TurnAsync(before.ConversationId, before.Turn, ct))!.Entries, true);
        Taken.Add(message);
        var conversation = await FindAsync(message.Channel, message.ConversationKey, ct);
        var id = conversation?.Id ?? Guid.CreateVersion7(clock.GetUtcNow());
        var turn = (conversation?.Version ?? 0) + 1;
        var entries = new List<Entry>
        {
            new()
            {
                Position = 0, From = Speaker.Resident, Kind = message.Kind, At = Next(), Text = message.Text ?? Choice.FirstOrDefault(b => b.Value == message.Value)?.Label,
                Prompt = message.Prompt, Value = message.Value, ClientData = message.ClientData, MessageId = message.MessageId,
                Attachments = message.Files.Count == 0 ? null : [.. message.Files.Select(f => new AttachmentInfo(f.Id, f.ContentType, f.Name, f.Content.Length))],
            },
        };
        entries.AddRange(Answer(message));
        var batch = new Batch();
        if (conversation is null)
            batch.Add("""
                insert into conversations (id, channel, conversation_key, user_id, version, state, address, started_at, last_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $8)
                """, id, message.Channel, message.ConversationKey, message.UserId, turn, Array.Empty<byte>(), message.Address, last);
        else batch.Add("update conversations set version = $1 where id = $2 and version = $3", turn, id, turn - 1);
        batch.Add("insert into inbox (channel, message_id, conversation_id, turn, received_at) values ($1, $2, $3, $4, $5)", message.Channel, message.MessageId, id, turn, last);
        foreach (var file in message.Files)
            batch.Add("insert into attachments (id, conversation_id, content_type, name, size, sha256, content, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8)",
                file.Id, id, file.ContentType, file.Name, (long)file.Content.Length, Convert.ToHexStringLower(SHA256.HashData(file.Content)), keys.For("attachment").Seal(file.Content), last);
        var channel = services.GetServices<IChannel>().Single(c => c.Name == message.Channel);
        var replies = entries.Where(e => e.From == Speaker.Assistant).Select(e => (Id: Guid.CreateVersion7(last), Entry: e)).ToList();
        foreach (var reply in replies)
            batch.Add("insert into outbox (id, conversation_id, turn, position, channel, state, due_at, created_at) values ($1, $2, $3, $4, $5, $6, $7, $7)",
                reply.Id, id, turn, reply.Entry.Position, message.Channel, channel.Fetches ? "Sent" : "Sending", last);
        await database.RunAsync(Write(batch, id, turn, entries), ct);
        signal.Raise(message.Channel, message.ConversationKey);
        if (!channel.Fetches)
            foreach (var reply in replies)
                Sends.Add(channel.SendAsync(new Outbound
                {
                    Id = reply.Id, ConversationId = id, ConversationKey = message.ConversationKey, UserId = message.UserId, Address = message.Address, Turn = turn,
                    ReplyTo = message.MessageId, Entry = reply.Entry,
                }, default));
        return new TurnReceipt(id, message.ConversationKey, turn, entries, false);
    }

    private IEnumerable<Entry> Answer(InboundMessage message)
    {
        var at = Next();
        return message switch
        {
            { Text: "/quiet" } => [],
            { Kind: EntryKind.Event } =>
            [
                new Entry { Position = 1, From = Speaker.Assistant, At = at, Text = "您好，我是居民助手。" },
                new Entry { Position = 2, From = Speaker.Assistant, At = Next(), Text = "您家同不同意换管子？\n想好了点一下。", Buttons = Choice, Prompt = "intent#1" },
            ],
            { Kind: EntryKind.Tap } => [new Entry { Position = 1, From = Speaker.Assistant, At = at, Text = $"您选的是：{message.Value}（{message.Prompt}）" }],
            { Kind: EntryKind.Voice } => [new Entry { Position = 1, From = Speaker.Assistant, At = at, Text = "我听不了语音，请打字。" }],
            { Files.Count: > 0 } => [new Entry { Position = 1, From = Speaker.Assistant, At = at, Text = $"收到照片{message.Files.Count}张。" }],
            _ => [new Entry { Position = 1, From = Speaker.Assistant, At = at, Text = $"听到了：{message.Text}" }],
        };
    }

    private Batch Write(Batch batch, Guid id, int turn, IReadOnlyList<Entry> entries) =>
        batch.Add("insert into turns (conversation_id, turn, at, body) values ($1, $2, $3, $4)", id, turn, entries[0].At, transcript.Seal(entries));

    private DateTimeOffset Next()
    {
        var now = clock.GetUtcNow();
        return last = now > last.AddMilliseconds(1) ? now : last.AddMilliseconds(1);
    }

    private Task<Known?> FindAsync(string channel, string key, CancellationToken ct) =>
        database.FirstAsync<Known>("select id, version from conversations where channel = @channel and conversation_key = @key", new { channel, key }, ct);

    private sealed record Seen
    {
        public required Guid ConversationId { get; init; }

        public required int Turn { get; init; }
    }

    private sealed record Known
    {
        public required Guid Id { get; init; }

        public required int Version { get; init; }
    }
}
