using System.Text.RegularExpressions;
using ResidentAssistant.Policy;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Storage;

namespace ResidentAssistant.CommandLine.Transcripts;

/// <summary>What a <c>meanwhile</c> line may change between two turns: a handful of sentences, and an unknown one is a fault.</summary>
/// <remarks><c>setting disclosure.scope is 换厨房的立管</c> · <c>3-2-501 has no riser</c></remarks>
internal sealed partial class TranscriptChanges(Database database, SourcedSettings settings, TimeProvider clock)
{
    private static readonly Guid Colleague = new("0197a000-0000-7000-8000-00000000000c");

    /// <summary>Makes the change; what is wrong with the sentence, or null.</summary>
    public async Task<string?> FaultAsync(string sentence, CancellationToken ct)
    {
        var form = Form().Match(sentence);
        if (!form.Success) return $"\"{sentence}\" is no change that can be made";
        if (form.Groups["flat"] is { Success: true, Value: var flat })
        {
            await database.ExecuteAsync("""
                delete from riser_households where household_id in (
                    select h.id from households h join entrances e on e.id = h.entrance_id join buildings b on b.id = h.building_id
                     where b.number || '-' || e.number || '-' || h.number = @flat)
                """, new { flat }, ct);
            return null;
        }

        var today = SiteClock.Day(clock.GetUtcNow());
        await settings.SetAsync(new SettingDraft
        {
            Key = form.Groups["key"].Value, Value = form.Groups["value"].Value, Seen = 0, Source = "会议纪要", DecidedBy = "区政府", ValidFrom = today, SetBy = Colleague, SetByName = "小李",
        }, today, ct);
        return null;
    }

    [GeneratedRegex(@"^(setting (?<key>[a-z.-]+) is (?<value>.+)|(?<flat>\d+-\d+-\d+) has no riser)$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Form();
}
