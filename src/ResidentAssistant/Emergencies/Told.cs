using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Emergencies;

/// <summary>What a report told besides place and class, as colleagues who act read it.</summary>
internal sealed class Told(Database database, KeyRing keys)
{
    private readonly Sealer sealer = keys.For("emergency");

    /// <summary>What was told about a ticket and those that follow it, oldest first; at most 200.</summary>
    public async Task<IReadOnlyList<Telling>> OfAsync(Guid ticketId, CancellationToken ct) => [.. (await database.QueryAsync<Row>("""
        select e.kind, e.value, e.sealed, e.at, t.reference from ticket_events e join tickets t on t.id = e.ticket_id
         where t.id = @ticketId or t.main_id = @ticketId order by e.at, e.id limit 200
        """, new { ticketId }, ct)).Select(r => new Telling(r.Reference, r.Kind, r.Value, r.Sealed is null ? "" : sealer.OpenWords(r.Sealed), r.At))];

    private sealed record Row
    {
        public required string Kind { get; init; }

        public string? Value { get; init; }

        public byte[]? Sealed { get; init; }

        public required DateTimeOffset At { get; init; }

        public required string Reference { get; init; }
    }
}

/// <summary>One thing a resident told.</summary>
internal sealed record Telling(string Reference, string Kind, string? Value, string Words, DateTimeOffset At)
{
    /// <summary>As colleagues read it; empty for what the ticket says anyway.</summary>
    public string Text => Kind switch
    {
        "opened" or "repeated" => Words.Length > 0 ? $"“{Words}”" : "",
        "spot" => $"地方：{Words}",
        "phone" => $"回电：{Words}",
        "source" => $"水从：{Value switch { "riser" => "竖着的大管子", "pipe" => "家里的水管水龙头", "above" => "楼上下来的", "common" => "楼道或地下室", "drain" => "下水往上返", "toilet" => "马桶", "kitchen" => "厨房下水", "floor" => "地漏往上返", "mine" => "就他一家", "building" => "整栋楼", _ => "说不准" }}",
        "running" => Value switch { "flowing" => "还在流", "stopped" => "停了", _ => "还流不流，说不准" },
        "photo" => "发了照片，在对话里",
        "alone" => Value == "yes" ? "有老人或者病人自己在那儿" : "没有老人病人自己在那儿",
        "false-alarm" => "住户说是误报",
        "said" => Value == "repaired" ? "住户说修好了（还没人记修好）" : "住户催：还没修好",
        "room" => $"哪间：{Dialogs.Answers.RoomAnswer.Label(Value!)}",
        "pipe" => $"哪根管：{Dialogs.Answers.PipeAnswer.Label(Value!)}",
        "since" => $"{Dialogs.Answers.SinceAnswer.Label(Value!)}起",
        _ => "",
    };
}
