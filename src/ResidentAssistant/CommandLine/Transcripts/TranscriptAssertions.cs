using System.Globalization;
using System.Text.RegularExpressions;
using ResidentAssistant.Consent.Refusals;
using ResidentAssistant.Plans.Upgrades;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;

namespace ResidentAssistant.CommandLine.Transcripts;

/// <summary>What a <c>then</c> line may demand of the tables: a handful of sentences, and an unknown one is a fault.</summary>
/// <remarks>
/// <c>intent of 3-2-501 is agree</c> (none, refuse, withdrawn, disputed) · <c>intents are 0</c> (claims) · <c>ticket E-0001 is burst danger at 3-2-501</c> ·
/// <c>ticket E-0001 tells room kitchen</c> (pipe, since, false-alarm yes) ·
/// <c>visits of 3-2-501 are stopped</c> (open) · <c>upgrade U-0001 is Accepted</c> ·
/// <c>desk has urgent emergency E-0001</c> · <c>desk has question</c> · <c>outcome of consent.intend is completed</c>
/// </remarks>
internal sealed partial class TranscriptAssertions(Database database, VisitLog visits, UpgradeStore upgrades)
{
    /// <summary>What is wrong, or null.</summary>
    public async Task<string?> FaultAsync(string sentence, CancellationToken ct)
    {
        var form = Form().Match(sentence);
        if (!form.Success) return $"\"{sentence}\" is no sentence that can be checked";
        string Part(string name) => form.Groups[name].Value;
        if (Part("flat") is { Length: > 0 } flat) return Same(Part("answer"), await IntentAsync(flat, ct));
        if (Part("home") is { Length: > 0 } home) return Same(Part("visits"), await VisitsAsync(home, ct));
        if (Part("intents") is { Length: > 0 } intents) return Same(intents, (await CountAsync("select count(*) from intents", null, ct)).ToString(CultureInfo.InvariantCulture));
        if (Part("claims") is { Length: > 0 } claims) return Same(claims, (await CountAsync("select count(*) from claims where answer is not null", null, ct)).ToString(CultureInfo.InvariantCulture));
        if (Part("upgrade") is { Length: > 0 } upgrade)
            return Same(Part("state"), (await upgrades.ListAsync(StaffScope.All(seesUnplaced: true), ct)).FirstOrDefault(u => u.Reference == upgrade)?.State.ToString() ?? "none");
        var holds = Part("detail").Length > 0
            ? await CountAsync("select count(*) from ticket_events e join tickets t on t.id = e.ticket_id where t.reference = @reference and e.kind = @kind and e.value = @value",
                new { reference = Part("of"), kind = Part("detail"), value = Part("value") }, ct)
            : Part("ticket").Length > 0
            ? await CountAsync("""
                select count(*) from tickets where reference = @reference and class = @kind and severity = @severity and coalesce(flat, '') = @at
                """, new { reference = Part("ticket"), kind = Part("class"), severity = Part("severity"), at = Part("at") }, ct)
            : Part("kind").Length > 0
                ? await CountAsync("""
                    select count(*) from desk_items where kind = @kind and urgent = @urgent and (@reference = '' or reference = @reference)
                    """, new { kind = Part("kind"), urgent = form.Groups["urgent"].Success, reference = Part("reference") }, ct)
                : await CountAsync("select count(*) from outcomes where dialog = @dialog and result = @result", new { dialog = Part("dialog"), result = Part("result") }, ct);
        return holds > 0 ? null : $"does not hold: {sentence}";
    }

    private static string? Same(string wanted, string found) => wanted == found ? null : $"expected \"{wanted}\", found \"{found}\"";

    private async Task<string> IntentAsync(string flat, CancellationToken ct)
    {
        var answers = await database.QueryAsync<string>("""
            select distinct i.answer from intents i join households h on h.id = i.household_id join entrances e on e.id = h.entrance_id join buildings b on b.id = h.building_id
             where b.number || '-' || e.number || '-' || h.number = @flat
               and not exists (select 1 from intents n where n.supersedes = i.id)
             order by 1
            """, new { flat }, ct);
        return answers.Count == 0 ? "none" : string.Join(", ", answers);
    }

    private async Task<string> VisitsAsync(string flat, CancellationToken ct)
    {
        var home = await database.FirstAsync<Guid>("""
            select h.id from households h join entrances e on e.id = h.entrance_id join buildings b on b.id = h.building_id where b.number || '-' || e.number || '-' || h.number = @flat
            """, new { flat }, ct);
        return (await visits.StandingAsync(database, home, ct)).Quiet ? "stopped" : "open";
    }

    private Task<long> CountAsync(string sql, object? args, CancellationToken ct) => database.FirstAsync<long>(sql, args, ct);

    [GeneratedRegex("""
        ^(intent\ of\ (?<flat>[\d-]+)\ is\ (?<answer>[a-z,\ ]+)
        |visits\ of\ (?<home>[\d-]+)\ are\ (?<visits>stopped|open)
        |intents\ are\ (?<intents>\d+)
        |claims\ are\ (?<claims>\d+)
        |ticket\ (?<ticket>E-\d+)\ is\ (?<class>[a-z]+)\ (?<severity>[a-z]+)(\ at\ (?<at>[\d-]+|说不准哪一户))?
        |ticket\ (?<of>E-\d+)\ tells\ (?<detail>room|pipe|since|false-alarm)\ (?<value>[\w/:-]+)
        |upgrade\ (?<upgrade>U-\d+)\ is\ (?<state>[A-Za-z]+)
        |desk\ has\ (?<urgent>urgent\ )?(?<kind>[a-z]+)(\ (?<reference>[A-Z]-\d+))?
        |outcome\ of\ (?<dialog>[a-z.-]+)\ is\ (?<result>[a-z-]+))$
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Form();
}
