using System.Globalization;
using ResidentAssistant.Notices.Templates;
using ResidentAssistant.Policy;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Staff;
using ResidentAssistant.Works;

namespace ResidentAssistant.Notices;

/// <summary>Puts a draft together as it would be read, with what keeps it from being published.</summary>
internal sealed class Composer(NoticeTemplates forms, NoticeDrafts drafts, NoticeStore notices, Audiences audiences, SiteRules rules, SourcedSettings settings, TimeProvider clock)
{
    /// <summary>Sourced setting that asks for a second person.</summary>
    public const string SecondPerson = "notice.second-person";

    private static readonly TimeSpan Farthest = TimeSpan.FromDays(60);

    /// <summary>Value of <see cref="SecondPerson"/> with which one person is not enough.</summary>
    public const string Two = "要另一位同事看过才能发";

    /// <summary>The draft as it would be read, with what would keep it from being published at an instant, now when none is given.</summary>
    public async Task<Composed> OfAsync(NoticeDraft draft, CancellationToken ct, DateTimeOffset? at = null)
    {
        var form = forms.Find(draft.Template) ?? throw new RefusedException("NotFound", "没有这种通知的样子。", StatusCodes.Status404NotFound);
        var now = at ?? clock.GetUtcNow();
        var today = SiteClock.Day(now);
        var choices = await audiences.ChoicesAsync(draft.CommunityId, ct);
        var place = Audiences.Words(draft.Audience, choices);
        var before = draft.NoticeId is { } notice ? (await notices.VersionsAsync(notice, ct))[0] : null;
        var (title, body) = Written(draft, form, place, before);
        var ahead = form.Ahead is null ? null : await settings.FindAsync(form.Ahead, draft.CommunityId, today, ct);
        var times = TimesOf(draft, form);
        var faults = draft.Faults(form, ahead, body, now).ToList();
        if (form.Ahead is not null && draft.Change is not NoticeChange.Cancelled) faults.AddRange(OutsideHours(draft, times, choices, await rules.OfAsync(draft.CommunityId, ct)));
        // The days of an entry stand in the plan; in the notice they are words.
        if (form.Ahead is not null && times.Count == 0 && ahead is SourcedSetting.Set least && draft.Change is not NoticeChange.Cancelled && await audiences.FirstEntryAsync(draft.Audience.Risers, now, ct) is { } first && first - now < least.Duration)
            faults.Add($"{SiteClock.Text(first, now)}就要进户，离{least.Duration.TotalHours:0}小时还不到。要提前{least.Duration.TotalHours:0}小时通知（{least.Source}）。请先改施工安排。");
        var two = await settings.FindAsync(SecondPerson, draft.CommunityId, today, ct) is SourcedSetting.Set { Value: Two };
        return new Composed(draft, form, choices, title, body, place, await audiences.SizeAsync(draft.CommunityId, draft.Audience, ct), faults, two);
    }

    /// <summary>Publishes a draft exactly as it was seen.</summary>
    public async Task<NoticeVersion> PublishAsync(Guid draftId, int seen, CurrentStaff staff, CancellationToken ct)
    {
        var composed = await ReadyAsync(draftId, seen, null, ct);
        return await notices.PublishAsync(composed.Draft, composed.Title, composed.Body, composed.Place, await SayAtAsync(composed, ct), composed.Form.Urgent, staff, ct);
    }

    /// <summary>Sets the time at which a draft publishes itself exactly as it was seen; refused when it could not be published then.</summary>
    public async Task ScheduleAsync(Guid draftId, int seen, DateTimeOffset at, CurrentStaff staff, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (at <= now || at > now + Farthest) throw new RefusedException("BadArgument", $"请选现在以后、{Farthest.TotalDays:0}天以内的时间。");
        await ReadyAsync(draftId, seen, at, ct);
        if (!await drafts.ScheduleAsync(draftId, seen, at, staff, ct)) throw ChangedSince();
    }

    private async Task<Composed> ReadyAsync(Guid draftId, int seen, DateTimeOffset? at, CancellationToken ct)
    {
        if (await drafts.FindAsync(draftId, ct) is not { } draft || draft.Version != seen) throw ChangedSince();
        var composed = await OfAsync(draft, ct, at);
        if (composed.Faults is [var first, ..]) throw new RefusedException("BadArgument", at is null ? first : $"到那个时候：{first}");
        if (composed.NeedsSecond && draft.ApprovedBy is null) throw new RefusedException("NeedsSecond", "街道定了：要另一位同事看过才能发。请同事来点“我看过了”。", StatusCodes.Status409Conflict);
        return composed;
    }

    // A notice of something that begins before people could read it in the morning does not wait for the morning.
    private async Task<DateTimeOffset> SayAtAsync(Composed composed, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (composed.Form.Urgent) return now;
        var choice = await settings.FindAsync(QuietHours.Setting, composed.Draft.CommunityId, SiteClock.Day(now), ct) is SourcedSetting.Set set ? set.Value : SettingCatalogue.UsualNight;
        return QuietHours.Of(choice)?.SayAt(now, TimesOf(composed.Draft, composed.Form).Select(SiteClock.Instant)) ?? now;
    }

    private static List<DateTime> TimesOf(NoticeDraft draft, NoticeTemplate form) =>
        [.. form.Fields.Where(f => f.Kind is FieldKind.Time).Select(f => NoticeText.Time(draft.Filled.GetValueOrDefault(f.Name, ""))).OfType<DateTime>()];

    private static RefusedException ChangedSince() => new("ChangedSince", "刚才有同事改过或者发过这份通知，请看过新的再发。", StatusCodes.Status409Conflict);

    // The water is shut and opened again by people at work; what lies between may be a night.
    private static IEnumerable<string> OutsideHours(NoticeDraft draft, List<DateTime> times, IReadOnlyList<BuildingChoice> choices, Site site)
    {
        foreach (var building in choices.Where(b => draft.Audience.Concerns(b)))
        {
            if (site.CalendarOf(building.Id) is not { } calendar) continue;
            foreach (var time in times.Where(t => !calendar.On(DateOnly.FromDateTime(t)).Any(s => s.From <= TimeOnly.FromDateTime(t) && TimeOnly.FromDateTime(t) <= s.To)))
                yield return string.Create(CultureInfo.InvariantCulture, $"{time:M月d日 H:mm}，{building.Label}不在可以施工的时段里，没有人去关水、开水。请换个时间。");
        }
    }

    private static (string Title, string Body) Written(NoticeDraft draft, NoticeTemplate form, string place, NoticeVersion? before)
    {
        var why = draft.Filled.GetValueOrDefault(NoticeDraft.Why, "");
        return (draft.Change, before) switch
        {
            (NoticeChange.Cancelled, { } notice) => ($"取消：{form.Title}", NoticeText.Cancelled(form.Title, notice.PublishedAt, why, place)),
            (NoticeChange.Amended, { } notice) => ($"更正：{form.Title}", NoticeText.Amended(NoticeText.Of(form, draft.Filled, place), notice.PublishedAt, why)),
            _ => (form.Title, NoticeText.Of(form, draft.Filled, place)),
        };
    }
}

/// <summary>A draft as it would be read.</summary>
internal sealed record Composed(NoticeDraft Draft, NoticeTemplate Form, IReadOnlyList<BuildingChoice> Choices, string Title, string Body, string Place, AudienceSize Size, IReadOnlyList<string> Faults, bool NeedsSecond);
