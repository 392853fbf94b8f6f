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

    /// <summary>Value of <see cref="SecondPerson"/> with which one person is not enough.</summary>
    public const string Two = "要另一位同事看过才能发";

    /// <summary>The draft as it would be read.</summary>
    public async Task<Composed> OfAsync(NoticeDraft draft, CancellationToken ct)
    {
        var form = forms.Find(draft.Template) ?? throw new RefusedException("NotFound", "没有这种通知的样子。", StatusCodes.Status404NotFound);
        var now = clock.GetUtcNow();
        var today = SiteClock.Day(now);
        var choices = await audiences.ChoicesAsync(draft.CommunityId, ct);
        var place = Audiences.Words(draft.Audience, choices);
        var before = draft.NoticeId is { } notice ? (await notices.VersionsAsync(notice, ct))[0] : null;
        var (title, body) = Written(draft, form, place, before);
        var ahead = form.Ahead is null ? null : await settings.FindAsync(form.Ahead, draft.CommunityId, today, ct);
        var faults = draft.Faults(form, ahead, body, now).ToList();
        if (form.Ahead is not null && draft.Change is not NoticeChange.Cancelled) faults.AddRange(OutsideHours(draft, form, choices, await rules.OfAsync(draft.CommunityId, ct)));
        var two = await settings.FindAsync(SecondPerson, draft.CommunityId, today, ct) is SourcedSetting.Set { Value: Two };
        return new Composed(draft, form, choices, title, body, place, await audiences.SizeAsync(draft.CommunityId, draft.Audience, ct), faults, two);
    }

    /// <summary>Publishes a draft exactly as it was seen.</summary>
    public async Task<NoticeVersion> PublishAsync(Guid draftId, int seen, CurrentStaff staff, CancellationToken ct)
    {
        if (await drafts.FindAsync(draftId, ct) is not { } draft || draft.Version != seen) throw new RefusedException("ChangedSince", "刚才有同事改过或者发过这份通知，请看过新的再发。", StatusCodes.Status409Conflict);
        var composed = await OfAsync(draft, ct);
        if (composed.Faults is [var first, ..]) throw new RefusedException("BadArgument", first);
        if (composed.NeedsSecond && draft.ApprovedBy is null) throw new RefusedException("NeedsSecond", "街道定了：要另一位同事看过才能发。请同事来点“我看过了”。", StatusCodes.Status409Conflict);
        return await notices.PublishAsync(draft, composed.Title, composed.Body, composed.Place, staff, ct);
    }

    // The water is shut and opened again by people at work; what lies between may be a night.
    private static IEnumerable<string> OutsideHours(NoticeDraft draft, NoticeTemplate form, IReadOnlyList<BuildingChoice> choices, Site site)
    {
        var times = form.Fields.Where(f => f.Kind is FieldKind.Time).Select(f => NoticeText.Time(draft.Filled.GetValueOrDefault(f.Name, ""))).OfType<DateTime>().ToList();
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
