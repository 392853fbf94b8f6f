using ResidentAssistant.Storage;

namespace ResidentAssistant.CommandLine.Transcripts;

/// <summary>What a <c>then</c> line may demand of the tables after a golden conversation; an unknown sentence is a fault.</summary>
internal sealed class TranscriptAssertions(IServiceProvider services)
{
    private readonly Database database = services.GetRequiredService<Database>();

    /// <summary>What is wrong, or null.</summary>
    /// <remarks>
    /// <c>no intent</c> · <c>intents are agree, refuse</c> · <c>no claim</c> · <c>claims are 1</c> · <c>no ticket</c> · <c>tickets are burst danger, leak normal</c> ·
    /// <c>outcome consent.intend is completed</c> · <c>desk has emergency</c> · <c>desk has no emergency</c>
    /// </remarks>
    public async Task<string?> FaultAsync(string sentence, string? conversation, CancellationToken ct)
    {
        foreach (var part in sentence.Split([';', '；'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            if (await PartAsync(part, conversation, ct) is { } fault) return fault;
        return null;
    }

    private async Task<string?> PartAsync(string sentence, string? conversation, CancellationToken ct) => sentence.Split(' ', StringSplitOptions.RemoveEmptyEntries) switch
    {
        ["no", "intent"] => Same("", await IntentsAsync(ct)),
        ["intents", "are", .. var wanted] => Same(string.Join(' ', wanted), await IntentsAsync(ct)),
        ["no", "claim"] => Same("0", await CountAsync("claims", ct)),
        ["claims", "are", var count] => Same(count, await CountAsync("claims", ct)),
        ["no", "ticket"] => Same("", await TicketsAsync(ct)),
        ["tickets", "are", .. var wanted] => Same(string.Join(' ', wanted), await TicketsAsync(ct)),
        ["outcome", var dialog, "is", var result] => Same(result, await OutcomeAsync(dialog, conversation, ct)),
        ["desk", "has", "no", var kind] => Same("0", await DeskAsync(kind, ct)),
        ["desk", "has", var kind] => await DeskAsync(kind, ct) == "0" ? $"the desk has no {kind}" : null,
        _ => $"\"{sentence}\" is no sentence that can be checked",
    };

    private static string? Same(string wanted, string found) => wanted == found ? null : $"expected \"{wanted}\", found \"{found}\"";

    private Task<string> IntentsAsync(CancellationToken ct) => ListAsync("select answer from intents order by recorded_at, id", ct);

    private Task<string> TicketsAsync(CancellationToken ct) => ListAsync("select class || ' ' || severity from tickets order by opened_at, id", ct);

    private async Task<string> OutcomeAsync(string dialog, string? conversation, CancellationToken ct) => await database.FirstAsync<string>("""
        select o.result from outcomes o join conversations c on c.id = o.conversation_id
         where o.dialog = @dialog and c.conversation_key = @conversation order by o.ended_at desc, o.id desc limit 1
        """, new { dialog, conversation }, ct) ?? "none";

    private async Task<string> CountAsync(string table, CancellationToken ct) =>
        (await database.FirstAsync<long>($"select count(*) from {table}", null, ct)).ToString(System.Globalization.CultureInfo.InvariantCulture);

    private async Task<string> DeskAsync(string kind, CancellationToken ct) =>
        (await database.FirstAsync<long>("select count(*) from desk_items where kind = @kind and done_at is null", new { kind }, ct)).ToString(System.Globalization.CultureInfo.InvariantCulture);

    private async Task<string> ListAsync(string sql, CancellationToken ct) => string.Join(", ", await database.QueryAsync<string>(sql, null, ct));
}
