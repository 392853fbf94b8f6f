using System.Buffers.Binary;
using System.Data.Common;
using ResidentAssistant.Dialogs;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Conversations;

/// <summary>Loads a conversation in one select and writes it back under its version.</summary>
internal sealed class ConversationStore
{
    private const string Columns = $"""
        c.id, c.channel, c.conversation_key, c.user_id, c.community_id, c.household_id, c.person_id, c.proven, c.held_by, c.held_at,
        c.version, c.state, c.address, c.started_at, c.last_at,
        case when c.proven then {Proofs.Hold} else c.proven end,
        (select case when o.state in ('Pending', 'Sending') then o.id end from outbox o where o.conversation_id = c.id and not o.urgent
          order by o.turn desc, o.position desc limit 1)
        """;

    private readonly Database database;
    private readonly Sealer sealer;
    private readonly Gathered<Asked> asked;

    /// <summary>Over this database; what is said is sealed with the ring's keys.</summary>
    public ConversationStore(Database database, KeyRing keys)
    {
        (this.database, sealer) = (database, keys.For("conversation"));
        asked = new Gathered<Asked>(2, 32, LoadTogetherAsync);
    }

    /// <summary>The conversation of a channel, or null when it has not begun; asked together with others wanted at the same moment.</summary>
    /// <remarks>Whether the message was taken before is not asked: the key of <c>inbox</c> tells it.</remarks>
    public async Task<Loaded?> LoadAsync(string channel, string key, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var one = new Asked(channel, key);
        asked.Add(one);
        return Opened(await one.Row.Task);
    }

    /// <summary>The conversation of a channel, with the turn that already took this message, if one did; null when it has not begun.</summary>
    public async Task<Loaded?> LoadAsync(string channel, string key, string messageId, CancellationToken ct) => Opened((await ReadAsync($"""
        select {Columns}, (select i.turn from inbox i where i.channel = $1 and i.message_id = $3)
          from conversations c where c.channel = $1 and c.conversation_key = $2
        """, [channel, key, messageId], ct)).FirstOrDefault());

    /// <summary>The conversation by our id, or null.</summary>
    public async Task<Loaded?> LoadAsync(Guid id, string channel, string messageId, CancellationToken ct) => Opened((await ReadAsync($"""
        select {Columns}, (select i.turn from inbox i where i.channel = $2 and i.message_id = $3) from conversations c where c.id = $1
        """, [id, channel, messageId], ct)).FirstOrDefault());

    /// <summary>Adds the write that stores the conversation with its state; a rival turn makes the batch fail on the key of <c>turns</c>.</summary>
    public void Save(Batch writes, Conversation c, ConversationState state)
    {
        var cipher = sealer.Seal(state.Write());
        var due = state.Dialog.DueAt;
        if (c.Version == 1)
            writes.Add("""
                insert into conversations (id, channel, conversation_key, user_id, community_id, household_id, person_id, proven,
                                           held_by, held_at, version, state, address, due_at, started_at, last_at)
                values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
                """, c.Id, c.Channel, c.Key, c.UserId, Null.Or(c.CommunityId), Null.Or(c.HouseholdId), Null.Or(c.PersonId), c.Proven || c.Lapsed, Null.Or(c.HeldBy), Null.Or(c.HeldAt),
                c.Version, cipher, Null.Or(c.Address), Null.Or(due), c.StartedAt, c.LastAt);
        else
            writes.Add("""
                update conversations set user_id = $2, community_id = $3, household_id = $4, person_id = $5, proven = $6, held_by = $7, held_at = $8,
                       version = $9, state = $10, address = $11, due_at = $12, last_at = $13
                 where id = $1 and version = $14
                """, c.Id, c.UserId, Null.Or(c.CommunityId), Null.Or(c.HouseholdId), Null.Or(c.PersonId), c.Proven || c.Lapsed, Null.Or(c.HeldBy), Null.Or(c.HeldAt),
                c.Version, cipher, Null.Or(c.Address), Null.Or(due), c.LastAt, c.Version - 1);
    }

    /// <summary>Conversations whose open question reminds or lapses at <paramref name="now"/>.</summary>
    public Task<IReadOnlyList<Guid>> DueAsync(DateTimeOffset now, int limit, CancellationToken ct) =>
        database.QueryAsync<Guid>("select id from conversations where due_at <= @now and held_by is null order by due_at limit @limit", new { now, limit }, ct);

    /// <summary>Lets a conversation whose timer failed wait until then; its own state is left as it is.</summary>
    public Task<int> PostponeAsync(Guid id, DateTimeOffset until, CancellationToken ct) =>
        database.ExecuteAsync("update conversations set due_at = @until where id = @id and due_at < @until", new { id, until }, ct);

    /// <summary>Conversations held by a colleague who has said nothing since <paramref name="before"/>.</summary>
    public Task<IReadOnlyList<Guid>> ForgottenAsync(DateTimeOffset before, int limit, CancellationToken ct) =>
        database.QueryAsync<Guid>("select id from conversations where held_by is not null and held_at < @before order by held_at limit @limit", new { before, limit }, ct);

    private async Task LoadTogetherAsync(IReadOnlyList<Asked> group)
    {
        foreach (var channel in group.GroupBy(a => a.Channel))
        {
            try
            {
                string[] keys = [.. channel.Select(a => a.Key).Distinct()];
                var rows = (await ReadAsync($"select {Columns}, null from conversations c where c.channel = $1 and {database.Dialect.Among("c.conversation_key", "$2")}",
                    [channel.Key, database.Dialect.List(keys)], CancellationToken.None)).ToDictionary(r => r.Conversation.Key);
                foreach (var one in channel) one.Row.SetResult(rows.GetValueOrDefault(one.Key));
            }
            catch (Exception e)
            {
                foreach (var one in channel) one.Row.TrySetException(e);
            }
        }
    }

    private async Task<List<Row>> ReadAsync(string sql, object[] values, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 0; i < values.Length; i++)
        {
            var parameter = command.CreateParameter();
            // Npgsql takes nameless parameters by position; SQLite knows them as $1, $2, ….
            if (database.Dialect is Dialect.Sqlite) parameter.ParameterName = $"${i + 1}";
            parameter.Value = values[i];
            command.Parameters.Add(parameter);
        }

        var rows = new List<Row>();
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
        {
            var conversation = new Conversation
            {
                Id = row.GetGuid(0), Channel = row.GetString(1), Key = row.GetString(2), UserId = row.GetString(3),
                CommunityId = Id(row, 4), HouseholdId = Id(row, 5), PersonId = Id(row, 6), Proven = row.GetBoolean(15), Lapsed = row.GetBoolean(7) && !row.GetBoolean(15),
                HeldBy = Id(row, 8), HeldAt = row.IsDBNull(9) ? null : row.GetFieldValue<DateTimeOffset>(9), Version = row.GetInt32(10),
                Address = row.IsDBNull(12) ? null : row.GetString(12), StartedAt = row.GetFieldValue<DateTimeOffset>(13), LastAt = row.GetFieldValue<DateTimeOffset>(14),
            };
            rows.Add(new Row(conversation, row.GetFieldValue<byte[]>(11), Id(row, 16), row.IsDBNull(17) ? null : row.GetInt32(17)));
        }

        return rows;
    }

    // Opened by the caller and not by the one who asks for all: it is work for every core.
    private Loaded? Opened(Row? row) => row is null ? null : new Loaded(row.Conversation, ConversationState.Read(sealer.Open(row.State)), row.Unsent, row.TakenIn);

    private static Guid? Id(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetGuid(column);

    private sealed record Row(Conversation Conversation, byte[] State, Guid? Unsent, int? TakenIn);

    private sealed record Asked(string Channel, string Key)
    {
        public TaskCompletionSource<Row?> Row { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>A conversation as read for a turn.</summary>
    /// <param name="Unsent">The last ordinary message while it is not sent, else null. What waits makes all later ones wait, so the last one tells of all.</param>
    /// <param name="TakenIn">Turn that already took the message, or null.</param>
    internal sealed record Loaded(Conversation Conversation, ConversationState State, Guid? Unsent, int? TakenIn);
}

/// <summary>What is sealed with a conversation: the dialogs' state and what the conversation itself remembers.</summary>
internal sealed record ConversationState
{
    private const int IdLength = 16;
    private const byte HasDigest = 1;
    private const int DigestLength = 1 + sizeof(int) + 32;

    /// <summary>State of the dialogs.</summary>
    public DialogState Dialog { get; init; } = DialogState.Empty;

    /// <summary>Desk item of a voice message that no text has followed yet.</summary>
    public Guid? Voice { get; init; }

    /// <summary>Digest of the turns since a dialog last ended here, and the first of them.</summary>
    public TurnsDigest? Digest { get; init; }

    /// <summary>As bytes: the voice item's id (zeros for none), the digest where there is one, then the dialogs' JSON.</summary>
    public byte[] Write()
    {
        var dialog = DialogJson.WriteBytes(Dialog);
        var digest = Digest is null ? 0 : DigestLength;
        var bytes = new byte[IdLength + digest + dialog.Length];
        (Voice ?? Guid.Empty).TryWriteBytes(bytes);
        if (Digest is { } turns)
        {
            bytes[IdLength] = HasDigest;
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(IdLength + 1), turns.From);
            turns.Value.CopyTo(bytes, IdLength + 5);
        }

        dialog.CopyTo(bytes, IdLength + digest);
        return bytes;
    }

    /// <summary>From bytes.</summary>
    public static ConversationState Read(byte[] bytes)
    {
        var voice = new Guid(bytes.AsSpan(0, IdLength));
        // JSON never begins with this byte.
        var digest = bytes[IdLength] == HasDigest
            ? new TurnsDigest(BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(IdLength + 1)), bytes[(IdLength + 5)..(IdLength + DigestLength)])
            : null;
        return new ConversationState
        {
            Dialog = DialogJson.Read(bytes.AsSpan(IdLength + (digest is null ? 0 : DigestLength))), Voice = voice == Guid.Empty ? null : voice, Digest = digest,
        };
    }
}

/// <summary>Digest of a conversation's turns from one of them on.</summary>
internal sealed record TurnsDigest(int From, byte[] Value);
