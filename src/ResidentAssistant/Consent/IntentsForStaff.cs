using ResidentAssistant.Conversations;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Consent;

/// <summary>The intents given in a conversation as colleagues read them; an intent is never the written application.</summary>
internal sealed class IntentsForStaff(Database database)
{
    /// <summary>Intents in scope, newest first; at most twenty answers, each over all the risers it was given for.</summary>
    public async Task<IReadOnlyList<Matter>> OfAsync(Guid conversationId, StaffScope scope, CancellationToken ct)
    {
        var said = await database.QueryAsync<Said>($"""
            select i.reference, i.answer, i.recorded_at, count(*) as risers,
                   sum(case when exists (select 1 from intents n where n.household_id = i.household_id and n.riser_id = i.riser_id
                                           and (n.recorded_at > i.recorded_at or (n.recorded_at = i.recorded_at and n.id > i.id))) then 1 else 0 end) as changed
              from intents i
             where i.conversation_id = @conversationId and {scope.Condition(database.Dialect, "i.community_id")}
             group by i.reference, i.answer, i.recorded_at
             order by i.recorded_at desc, i.reference desc limit 20
            """, new { conversationId, communities = scope.Communities }, ct);
        return [.. said.Select(s => new Matter(s.Reference, $"意愿：{NameOf(s.Answer)}（{s.Risers} 根管子）", StateOf(s), s.RecordedAt))];
    }

    private static string StateOf(Said said) =>
        said.Changed == said.Risers ? "后来又改过" : said.Changed > 0 ? "其中有的后来又改过" : said.Answer switch { "agree" or "refuse" => "只是意愿，不是书面申请", "undecided" or "conditional" => "不算同意，也不算不同意", _ => "现在没有记着的回答" };

    private static string NameOf(string answer) => answer switch { "agree" => "同意", "refuse" => "不同意", "undecided" => "再想想", "conditional" => "有个条件", "withdrawn" => "收回了回答", _ => "等人核对" };

    private sealed record Said
    {
        public required string Reference { get; init; }

        public required string Answer { get; init; }

        public required DateTimeOffset RecordedAt { get; init; }

        public required long Risers { get; init; }

        public required long Changed { get; init; }
    }
}
