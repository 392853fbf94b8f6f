using ResidentAssistant.Storage;

namespace ResidentAssistant.Channels.WeCom.CustomerService;

/// <summary>What is remembered of a person on an account between two messages.</summary>
internal sealed class KfCustomers(Database database, KeyRing keys)
{
    private readonly Sealer sealer = keys.For("kf.letter");

    /// <summary>What is known, or a stranger.</summary>
    public async Task<KfCustomer> FindAsync(KfAddress who, CancellationToken ct)
    {
        var row = await database.FirstAsync<Row>("""
            select said_at, welcome_for, welcome_until, letter, service_state from kf_customers where open_kfid = @OpenKfid and external_userid = @ExternalUserid
            """, who, ct);
        return row is null ? new KfCustomer(null, null, null, null, null)
            : new KfCustomer(row.SaidAt, row.WelcomeFor, row.WelcomeUntil, row.Letter is { } letter ? sealer.OpenText(letter) : null, row.ServiceState);
    }

    /// <summary>Keeps the code of a letter until the person says something, or forgets it.</summary>
    public Task KeepLetterAsync(KfAddress who, string? code, CancellationToken ct) => database.ExecuteAsync("""
        insert into kf_customers (open_kfid, external_userid, letter) values (@OpenKfid, @ExternalUserid, @letter)
        on conflict (open_kfid, external_userid) do update set letter = excluded.letter
        """, new { who.OpenKfid, who.ExternalUserid, letter = code is null ? null : sealer.SealText(code) }, ct);

    /// <summary>Notes who answers the person, as the vendor tells it.</summary>
    public Task NoteStateAsync(KfAddress who, int state, CancellationToken ct) => database.ExecuteAsync("""
        insert into kf_customers (open_kfid, external_userid, service_state) values (@OpenKfid, @ExternalUserid, @state)
        on conflict (open_kfid, external_userid) do update set service_state = excluded.service_state
        """, new { who.OpenKfid, who.ExternalUserid, state }, ct);

    private sealed record Row
    {
        public DateTimeOffset? SaidAt { get; init; }

        public string? WelcomeFor { get; init; }

        public DateTimeOffset? WelcomeUntil { get; init; }

        public byte[]? Letter { get; init; }

        public int? ServiceState { get; init; }
    }
}

/// <summary>A person on an account.</summary>
/// <param name="SaidAt">When the person last said something.</param>
/// <param name="WelcomeFor">The entering for which a welcome may be said.</param>
/// <param name="WelcomeUntil">Until when.</param>
/// <param name="Letter">Code of the letter through which the chat was opened, while nothing has been said since.</param>
/// <param name="ServiceState">Who answers, as last told.</param>
internal sealed record KfCustomer(DateTimeOffset? SaidAt, string? WelcomeFor, DateTimeOffset? WelcomeUntil, string? Letter, int? ServiceState)
{
    /// <summary>We may write at that time: the person has said something in the last 48 hours.</summary>
    public bool IsOpen(DateTimeOffset now) => SaidAt is { } said && now - said < KfPlanning.Window;

    /// <summary>A colleague answers, or is to answer, in the WeCom client.</summary>
    public bool WithServicer => ServiceState is 2 or 3;
}
