using System.Globalization;
using System.Text.RegularExpressions;
using ResidentAssistant.Consent;
using ResidentAssistant.Consent.Applications;
using ResidentAssistant.Consent.Ledger;
using ResidentAssistant.Consent.Refusals;
using ResidentAssistant.Emergencies;
using ResidentAssistant.Emergencies.Escalation;
using ResidentAssistant.Evidence;
using ResidentAssistant.Knowledge;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Notices;
using ResidentAssistant.Plans;
using ResidentAssistant.Plans.Materials;
using ResidentAssistant.Plans.Samples;
using ResidentAssistant.Plans.Upgrades;
using ResidentAssistant.Policy;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;
using ResidentAssistant.Works.Complaints;

namespace ResidentAssistant.CommandLine.Transcripts;

/// <summary>What a <c>meanwhile</c> line may change between two turns: a handful of sentences, and an unknown one is a fault.</summary>
/// <remarks>
/// <c>setting disclosure.scope is 换厨房的立管</c> · <c>3-2-501 has no riser</c> · <c>ticket E-0001 is seen</c> (taken, on the way, on site, dry, repaired, beyond repair, done) · <c>answer outage.toilet holds no more</c> ·
/// <c>3-2-601 refuses</c> · <c>3-2-601 is closed</c> (or <c>is opened again</c>) · <c>3-2-501 signs</c> · <c>3-2-501 is entered</c> · <c>drafts are not said</c> · <c>plan 先卫生间，后厨房 is published</c> ·
/// <c>upgrade U-0001 is quoted 1280</c> (yesterday: the price has expired) · <c>condition Y-0001 is answered 写进方案里了</c> ·
/// <c>complaint C-0001 is answered 扫干净了</c> · <c>material 给水管 is shown</c> · <c>the sample flat has 1 place</c> ·
/// <c>3-2-501 is told of an outage until 18:00</c> · <c>the outage lasts until 20:00</c> · <c>the outage is cancelled</c> · <c>3-2-501 is planned</c> (from the day after tomorrow; <c>again</c>: a week later) · <c>3-2-501 is told of the entry</c> · <c>3-2-501 is restored</c> ·
/// <c>the letter of 3-2-501 is revoked</c> · <c>somebody of 3-2-501 has left</c>
/// </remarks>
internal sealed partial class TranscriptChanges(Database database, SourcedSettings settings, KnowledgeBank bank, KnowledgeStore answers, Serving serving, PlanStore plans, Register register,
    ConsentLog log, EvidenceLog evidence, RefusalActs refusals, UpgradeStore upgrades, UpgradeActs acts, ComplaintStore complaints, ComplaintActs remedies, MaterialStore materials, SampleStore samples, ConditionStore conditions, ConditionAnswers replies, WrittenApplications papers, StaffActs signatures, Composer notices, NoticeStore published, NoticeDrafts drafts, Letters letters, TranscriptWorks works, TicketLog reports, TicketActs emergencies, TimeProvider clock)
{
    private static readonly CurrentStaff Colleague =
        new(new("0197a000-0000-7000-8000-00000000000c"), "li", "小李", StaffRole.Street, StaffScope.All(seesUnplaced: true), MustChangePassword: false);

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

        if (form.Groups["home"] is { Success: true, Value: var home }) return await RefusalAsync(home, form.Groups["refusal"].Value, ct);

        if (form.Groups["ticket"] is { Success: true, Value: var reference })
        {
            if (form.Groups["step"].Value is "seen")
            {
                await database.ExecuteAsync("update desk_items set seen_at = coalesce(seen_at, @now) where reference = @reference", new { reference, now = clock.GetUtcNow() }, ct);
                return null;
            }

            if (await reports.IdOfAsync(reference, Colleague.Scope, ct) is not { } ticket) return $"there is no ticket {reference}";
            var (kind, words) = form.Groups["step"].Value switch
            {
                "taken" => (ActKinds.Acknowledged, ""), "on the way" => (ActKinds.OnTheWay, ""), "on site" => (ActKinds.OnSite, ""), "dry" => (ActKinds.WaterOff, ""), "repaired" => (ActKinds.Repaired, ""),
                "beyond repair" => (ActKinds.CannotRepair, "管子太老，配不上件"), _ => (ActKinds.Closed, "住户说没事了"),
            };
            var outcome = await emergencies.ActAsync(ticket, (await reports.FindAsync(ticket, Colleague.Scope, ct))!.Number, kind, words, 0, null, Colleague, ct);
            return outcome is TicketOutcome.Done ? null : $"ticket {reference} cannot be {form.Groups["step"].Value} now";
        }

        if (form.Groups["drafts"].Success)
        {
            serving.Drafts = false;
            return null;
        }

        if (form.Groups["plan"] is { Success: true, Value: var plan })
        {
            var community = (await register.CommunitiesAsync(ct))[0].Id;
            await plans.PublishAsync(new NewPlan(community, (await plans.NewestAsync(community, ct))?.Number ?? 0, "施工方案", plan, plan), Colleague, ct);
            return null;
        }

        if (form.Groups["condition"] is { Success: true, Value: var condition })
        {
            if (await database.FirstAsync<Guid?>("select household_id from consent_conditions where reference = @condition", new { condition }, ct) is not { } household) return $"there is no condition {condition}";
            return await replies.AnswerAsync((await conditions.OfHouseholdAsync(household, ct)).First(c => c.Reference == condition), form.Groups["said"].Value, Colleague, ct);
        }

        if (form.Groups["complaint"] is { Success: true, Value: var complaint })
        {
            if ((await complaints.ListAsync(Colleague.Scope, ct)).FirstOrDefault(c => c.Reference == complaint) is not { } made) return $"there is no complaint {complaint}";
            var answered = await remedies.ActAsync(made.Id, made.Seen, new ComplaintStep { Kind = ComplaintKinds.Answered, Words = form.Groups["remedy"].Value }, Colleague, ct);
            return answered is ComplaintAct.Done ? null : $"{complaint} cannot be answered now";
        }

        if (form.Groups["material"] is { Success: true, Value: var material })
        {
            var shown = new Material { CommunityId = (await register.CommunitiesAsync(ct))[0].Id, Name = material, Maker = "示例管业公司", Standard = "GB/T 12771", Batch = "2026-08", Report = "示-0001", Used = "厨房立管", Shown = true };
            return await materials.SaveAsync(shown, null, Colleague, ct) ? null : $"{material} cannot be shown";
        }

        if (form.Groups["places"] is { Success: true, Value: var places })
        {
            var begins = SiteClock.StartOf(SiteClock.Day(clock.GetUtcNow()).AddDays(1)).AddHours(9);
            await samples.OfferAsync(new SampleSlot { CommunityId = (await register.CommunitiesAsync(ct))[0].Id, Place = "1号楼1单元101", BeginsAt = begins, EndsAt = begins.AddHours(2), Places = int.Parse(places, CultureInfo.InvariantCulture) }, Colleague, ct);
            return null;
        }

        if (form.Groups["letter"] is { Success: true, Value: var letter }) return await HomeAsync(letter, ct) is { } addressee && await letters.RevokeAsync(addressee.Id, null, ct) ? null : $"{letter} has no letter";
        if (form.Groups["left"] is { Success: true, Value: var left })
        {
            if (await HomeAsync(left, ct) is not { } former) return $"there is no flat {left}";
            await database.ExecuteAsync("update persons set left_at = @now where id = (select id from persons where household_id = @Id and left_at is null order by id limit 1)", new { former.Id, now = clock.GetUtcNow() }, ct);
            return null;
        }

        if (form.Groups["later"].Success || form.Groups["off"].Success) return await ChangeOutageAsync(form.Groups["later"].Value, ct);
        if (form.Groups["outage"] is { Success: true, Value: var told }) return await OutageAsync(told, form.Groups["until"].Value, ct);
        var today = SiteClock.Day(clock.GetUtcNow());
        if (form.Groups["upgrade"] is { Success: true, Value: var wish })
            return await QuoteAsync(wish, form.Groups["yuan"].Value, form.Groups["yesterday"].Success ? today.AddDays(-1) : today.AddDays(30), ct);
        if (form.Groups["answer"] is { Success: true, Value: var id }) return await EndAsync(id, today.AddDays(-1), ct);
        await settings.SetAsync(new SettingDraft
        {
            Key = form.Groups["key"].Value, Value = form.Groups["value"].Value, Seen = 0, Source = "会议纪要", DecidedBy = "区政府", ValidFrom = today, SetBy = Colleague.Id, SetByName = Colleague.Name,
        }, today, ct);
        return null;
    }

    private async Task<Household?> HomeAsync(string flat, CancellationToken ct) =>
        await register.FindAsync((await register.CommunitiesAsync(ct))[0].Id, flat, ct) is HouseholdSearch.Found(var home) ? home : null;

    private async Task<string?> RefusalAsync(string flat, string what, CancellationToken ct)
    {
        var community = (await register.CommunitiesAsync(ct))[0].Id;
        if (await register.FindAsync(community, flat, ct) is not HouseholdSearch.Found(var home) || await HouseholdLedger.ReadAsync(log, database, home.Id, ct) is not { } ledger) return $"there is no flat {flat}";
        var now = ledger.Next(clock.GetUtcNow());
        if (what == "signs") return await SignedAsync(ledger, ct);
        if (what == "is planned again") return await works.PlanAsync(home.Id, Colleague, ct);
        if (what == "is told of the entry") return await EntryNoticeAsync(home, ct);
        if (what == "is restored") return await works.RestoreAsync(home.Id, Colleague, ct);
        if (what == "is planned") return await SignedAllAsync(ledger, ct) ?? await works.PlanAsync(home.Id, Colleague, ct);
        if (what is "is closed" or "is opened again")
        {
            var outcome = what == "is closed" ? await refusals.CloseAsync(home.Id, "开会商量过", "家里说得很清楚", ledger.Seen, Colleague, ct) : await refusals.ReopenAsync(home.Id, "他自己来说的", ledger.Seen, Colleague, ct);
            return outcome is ActOutcome.Done ? null : $"{flat} cannot be: {what}";
        }

        await using var transaction = await database.BeginAsync(ct);
        var writes = new Batch();
        if (what == "is entered")
        {
            foreach (var riser in ledger.Risers)
                log.Add(writes, new ConsentAct { Id = Guid.CreateVersion7(now), CommunityId = community, RiserId = riser.Id, Kind = LedgerKinds.Entered, After = Guid.NewGuid(), StaffId = Colleague.Id, StaffName = Colleague.Name, At = now });
            await transaction.RunAsync(writes, ct);
            await transaction.CommitAsync(ct);
            return null;
        }

        var reference = await References.NextAsync(transaction, 'Y', ct);
        foreach (var riser in ledger.Risers)
            IntentStore.Add(writes, evidence, new NewIntent
            {
                Reference = reference, CommunityId = community, RiserId = riser.Id, HouseholdId = home.Id, Answer = "refuse", Dialog = "consent.intend", DialogVersion = "", Asked = "",
                ConversationId = Guid.CreateVersion7(now), Turn = 1, Channel = "chat", RecordedAt = now,
            });
        await transaction.RunAsync(writes, ct);
        await transaction.CommitAsync(ct);
        return null;
    }

    private async Task<string?> EntryNoticeAsync(Household home, CancellationToken ct)
    {
        var id = await drafts.BeginAsync(new NoticeDraft
        {
            Id = Guid.Empty, CommunityId = home.CommunityId, Template = "entry", Audience = new Audience { Risers = [(await register.RisersOfAsync(home.Id, ct))[0].Id] },
            Filled = new Dictionary<string, string> { ["days"] = "2026年11月25日（星期三）、26日（星期四）", ["team"] = "一组，胸前挂施工证", ["stages"] = "先看现场拍照，再换新管", ["clear"] = "水池下面的柜子", ["at-home"] = "这两天", ["protect"] = "地上铺垫子，柜子盖好", ["water"] = "26日白天停水，楼下有接水点和厕所", ["phone"] = "010-12345678", ["complaint"] = "010-12345679" },
        }, Colleague, ct);
        await notices.PublishAsync(id, 1, Colleague, ct);
        return null;
    }

    // Everybody on the flat's first riser.
    private async Task<string?> SignedAllAsync(HouseholdLedger ledger, CancellationToken ct)
    {
        foreach (var home in await register.HouseholdsOnAsync(ledger.Risers[0].Id, ct))
            if (await SignedAsync((await HouseholdLedger.ReadAsync(log, database, home.Id, ct))!, ct) is { } fault) return fault;
        return null;
    }

    // As a colleague does it: the paper is printed, and the signature recorded.
    private async Task<string?> SignedAsync(HouseholdLedger ledger, CancellationToken ct)
    {
        if (await papers.PrintAsync([ledger.Household.Id], Colleague, ct) is not [var paper] || await HouseholdLedger.ReadAsync(log, database, ledger.Household.Id, ct) is not { } printed) return "nothing can be printed";
        var draft = new SigningDraft
        {
            Seen = printed.Seen, Signer = "王示例1", Capacity = Capacity.Owner, Paper = "deed", Mandate = "", Decision = "房产证上是他", SignedOn = SiteClock.Day(clock.GetUtcNow()), Witness = "", Told = true,
        };
        return await signatures.SignAsync(paper, draft, [], null, Colleague, ct) is ActOutcome.Done ? null : $"{paper.Reference} cannot be signed";
    }

    // As a colleague does it in the console: a design first, where none is attached yet.
    private async Task<string?> QuoteAsync(string reference, string yuan, DateOnly until, CancellationToken ct)
    {
        if ((await upgrades.ListAsync(Colleague.Scope, ct)).FirstOrDefault(u => u.Reference == reference) is not { } upgrade) return $"there is no upgrade {reference}";
        UpgradeStep Step(string kind) => new() { Id = default, Number = 0, Kind = kind, At = default };
        var seen = upgrade.Seen;
        if (upgrade.Allows(UpgradeKinds.Confirmed)) await acts.ActAsync(upgrade.Id, seen++, Step(UpgradeKinds.Confirmed), [], Colleague, ct);
        if (upgrade.Quote is null) await acts.ActAsync(upgrade.Id, seen++, Step(UpgradeKinds.Designed), [], Colleague, ct);
        var done = await acts.ActAsync(upgrade.Id, seen, Step(UpgradeKinds.Quoted) with { AmountFen = Yuan.TryParse(yuan), Words = "照设计做，包材料和人工", Day = until }, [], Colleague, ct);
        return done is UpgradeAct.Done ? null : $"{reference} cannot be quoted now";
    }

    // As a colleague does it in the console; the day before, because less is refused.
    private async Task<string?> OutageAsync(string flat, string until, CancellationToken ct)
    {
        if (await register.FindAsync((await register.CommunitiesAsync(ct))[0].Id, flat, ct) is not HouseholdSearch.Found { Household: var home }) return $"there is no flat {flat}";
        var today = SiteClock.Day(clock.GetUtcNow());
        var tomorrow = today.AddDays(1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var id = await drafts.BeginAsync(new NoticeDraft
        {
            Id = Guid.Empty, CommunityId = home.CommunityId, Template = "outage", Audience = new Audience { Risers = [.. (await register.RisersOfAsync(home.Id, ct)).Select(r => r.Id)] },
            Filled = new Dictionary<string, string> { ["reason"] = "换立管", ["from"] = $"{tomorrow}T23:00", ["to"] = $"{today.AddDays(2).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}T{until}", ["water-point"] = "东侧水点", ["toilet"] = "东侧厕所", ["phone"] = "010-12345678" },
        }, Colleague, ct);
        await notices.PublishAsync(id, 1, Colleague, ct);
        return null;
    }

    // The newest notice lasts longer, or without a time is taken back.
    private async Task<string?> ChangeOutageAsync(string until, CancellationToken ct)
    {
        if (await published.OfCommunityAsync((await register.CommunitiesAsync(ct))[0].Id, ct) is not [var notice, ..]) return "there is no outage";
        var filled = new Dictionary<string, string>(await published.FilledAsync(notice.Id, ct)) { [NoticeDraft.Why] = until.Length > 0 ? "要多停一会儿" : "管子还没运到" };
        if (until.Length > 0) filled["to"] = $"{filled["to"][..11]}{until}";
        var id = await drafts.BeginAsync(new NoticeDraft
        {
            Id = Guid.Empty, CommunityId = notice.CommunityId, NoticeId = notice.NoticeId, Change = until.Length > 0 ? NoticeChange.Amended : NoticeChange.Cancelled, Template = notice.Template, Filled = filled,
            Audience = await published.AudienceAsync(notice.NoticeId, ct),
        }, Colleague, ct);
        await notices.PublishAsync(id, 1, Colleague, ct);
        return null;
    }

    // As a colleague does it in the console: a new text of the answer, whose last day is over.
    private async Task<string?> EndAsync(string id, DateOnly last, CancellationToken ct)
    {
        if (bank.Find(id) is not { } answer) return $"there is no answer {id}";
        var body = EntryWriter.Write(new EntryForm(answer.Entry) { ValidTo = last });
        await answers.WriteAsync(id, answer.Edited?.Version ?? 0, body, answer.Entry.Hash, Colleague, ct);
        await bank.RefreshAsync(ct);
        return null;
    }

    [GeneratedRegex(@"^(setting (?<key>[a-z.-]+) is (?<value>.+)|(?<flat>\d+-\d+-\d+) has no riser|(?<home>\d+-\d+-\d+) (?<refusal>refuses|signs|is entered|is planned again|is planned|is told of the entry|is restored|is closed|is opened again)|ticket (?<ticket>E-\d+) is (?<step>seen|taken|on the way|on site|dry|repaired|beyond repair|done)|answer (?<answer>[a-z0-9.-]+) holds no more|(?<drafts>drafts are not said)|the letter of (?<letter>\d+-\d+-\d+) is revoked|somebody of (?<left>\d+-\d+-\d+) has left|upgrade (?<upgrade>U-\d+) is quoted (?<yuan>\d+)(?<yesterday> yesterday)?|plan (?<plan>.+) is published|condition (?<condition>Y-\d+) is answered (?<said>.+)|complaint (?<complaint>C-\d+) is answered (?<remedy>.+)|material (?<material>.+) is shown|the sample flat has (?<places>\d+) places?|(?<outage>\d+-\d+-\d+) is told of an outage until (?<until>\d\d:\d\d)|the outage (lasts until (?<later>\d\d:\d\d)|(?<off>is cancelled)))$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Form();
}
