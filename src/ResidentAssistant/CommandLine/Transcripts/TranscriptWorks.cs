using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;
using ResidentAssistant.Works;
using ResidentAssistant.Works.Entries;
using ResidentAssistant.Works.Planning;

namespace ResidentAssistant.CommandLine.Transcripts;

/// <summary>What a <c>meanwhile</c> line may change in the works: a signed riser is planned from the day after tomorrow on, planned a week later, or done as far as restored.</summary>
internal sealed class TranscriptWorks(Register register, SiteRules rules, Proposals proposals, PlanBook book, EntryLog log, FlatActs acts, Database database, TimeProvider clock)
{
    private static readonly WorkStep[] Steps = [new("看现场拍照", 2, WaterUse.Runs, false), new("换新管", 2, WaterUse.OffByDay, true)];

    /// <summary>Plans the first riser of a flat; every household on it has signed.</summary>
    public async Task<string?> PlanAsync(Guid household, CurrentStaff colleague, CancellationToken ct)
    {
        var community = (await register.CommunitiesAsync(ct))[0].Id;
        var riser = (await register.RisersOfAsync(household, ct))[0].Id;
        var first = SiteClock.Day(clock.GetUtcNow()).AddDays(2);
        var view = await proposals.ViewAsync(community, ct);
        if (view.Plan.Risers.FirstOrDefault(r => r.Stands && r.Planned.RiserId == riser) is { Planned: var planned })
        {
            var (moved, against) = Proposals.Move(view, planned, planned.TeamId, first.AddDays(7), TimeOnly.MinValue);
            if (moved is null || against.Count > 0) return string.Join(' ', against);
            await book.SaveAsync(community, [moved], view.Plan.Number, "班组有事", colleague, ct);
            return null;
        }

        await rules.SetHoursAsync(community, null, "周一到周五 8:00-12:00、14:00-18:00", "街道定的", colleague, ct);
        await rules.AddTeamAsync(community, "一组", "010-12345678", colleague, ct);
        await rules.SetStepsAsync(community, Steps, "施工方案第1版", colleague, ct);
        view = await proposals.ViewAsync(community, ct);
        if (Proposals.Make(view, [riser], first) is not { Planned: [var made] }) return "the riser cannot be planned";
        await book.SaveAsync(community, [made], view.Plan.Number, "", colleague, ct);
        return null;
    }

    /// <summary>The flat's visits are made, its pipes held, the supervisor has looked, and it is restored; again where it was not accepted.</summary>
    public async Task<string?> RestoreAsync(Guid household, CurrentStaff colleague, CancellationToken ct)
    {
        async Task<FlatWork> WorkAsync() => (await log.OfHouseholdAsync(database, household, ct)).First(w => w.Times.Count > 0);
        async Task<FlatSeen> SeenAsync() => await WorkAsync() is var work ? new(work.RiserId, household, work.Seen) : default;
        if (!(await WorkAsync()).Begun)
        {
            var time = (await WorkAsync()).Times[0].Id;
            await acts.ArriveAsync(await SeenAsync(), time, colleague, ct);
            await acts.TestAsync(await SeenAsync(), 0.6m, 30, true, colleague, ct);
            await acts.CheckAsync(await SeenAsync(), [.. HiddenWork.Items.Select(i => i.Code)], "", colleague, ct);
        }

        await acts.RestoreAsync(await SeenAsync(), colleague, ct);
        return null;
    }
}
