using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Staff;
using ResidentAssistant.Web;

namespace ResidentAssistant.Plans.Samples;

/// <summary>When the sample flat can be seen and who comes.</summary>
[Requires(StaffAction.MaterialRead, Posting = StaffAction.MaterialEdit)]
internal sealed class SamplesPage(SampleStore samples, Register register, TimeProvider clock) : PageModel
{
    /// <summary>Communities this colleague may look at.</summary>
    public IReadOnlyList<Community> Communities { get; private set; } = [];

    /// <summary>Community looked at.</summary>
    public Community Community { get; private set; } = null!; // set by ShowAsync before the page is rendered

    /// <summary>Its times.</summary>
    public IReadOnlyList<SampleSlot> Slots { get; private set; } = [];

    /// <summary>Who comes, by time.</summary>
    public ILookup<Guid, SampleBooking> Bookings { get; private set; } = Enumerable.Empty<SampleBooking>().ToLookup(b => b.SlotId);

    /// <summary>What stands in the form.</summary>
    public SampleForm Form { get; private set; } = new();

    /// <summary>Why the last act was not done.</summary>
    public string? Problem { get; private set; }

    /// <summary>This colleague may offer times.</summary>
    public bool MayEdit => HttpContext.Staff().May(StaffAction.MaterialEdit);

    /// <summary>The instant of the page.</summary>
    public DateTimeOffset Now { get; } = clock.GetUtcNow();

    /// <summary>Shows it.</summary>
    public Task OnGetAsync(Guid? community, CancellationToken ct) => ShowAsync(community, ct);

    /// <summary>Offers a time, or closes one.</summary>
    public async Task<IActionResult> OnPostAsync(Guid? community, string? act, Guid slot, string? reason, SampleForm form, CancellationToken ct)
    {
        await ShowAsync(community, ct);
        if (act == "close")
        {
            var why = FormText.Tidy(reason);
            Problem = why.Length is < 2 or > 100 || !FormText.IsPlain(why) ? "请写为什么取消，最多 100 个字。" : await samples.CloseAsync(Community.Id, slot, why, HttpContext.Staff(), ct) ? null : "这个时间，同事刚才已经取消了。";
        }
        else
        {
            Form = form with { Place = FormText.Tidy(form.Place) };
            Problem = Form.Fault(Now);
            if (Problem is null) await samples.OfferAsync(Form.Slot(Community.Id), HttpContext.Staff(), ct);
        }

        if (Problem is null) return LocalRedirect($"/staff/samples?community={Community.Id}");
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }

    private async Task ShowAsync(Guid? community, CancellationToken ct)
    {
        var scope = HttpContext.Staff().Scope;
        Communities = [.. (await register.CommunitiesAsync(ct)).Where(c => scope.Sees(c.Id))];
        Community = Communities.FirstOrDefault(c => community is null || c.Id == community)
            ?? throw new RefusedException("NotFound", "没有这个小区，或者不在您负责的范围内。", StatusCodes.Status404NotFound);
        Slots = await samples.AllAsync(Community.Id, ct);
        Bookings = await samples.BookingsAsync(Community.Id, ct);
    }
}

/// <summary>The form of a new time.</summary>
internal sealed record SampleForm
{
    /// <summary>Where.</summary>
    public string? Place { get; init; }

    /// <summary>Day.</summary>
    public DateOnly? Day { get; init; }

    /// <summary>From.</summary>
    public TimeOnly? From { get; init; }

    /// <summary>Until.</summary>
    public TimeOnly? To { get; init; }

    /// <summary>How many people.</summary>
    public int? Places { get; init; }

    /// <summary>What is wrong with it, or null.</summary>
    public string? Fault(DateTimeOffset now) => this switch
    {
        { Place: not { Length: > 0 and <= 60 } } => "请写样板间在哪里，最多 60 个字。",
        { Place: { } place } when !FormText.IsPlain(place) => FormText.Refusal,
        { Day: null } or { From: null } or { To: null } => "请写哪天，从几点到几点。",
        { From: { } from, To: { } to } when to <= from => "结束要比开始晚。",
        { Places: not (>= 1 and <= 200) } => "能来几位，请写 1 到 200。",
        _ when Slot(Guid.Empty).BeginsAt <= now => "这个时间已经过了。",
        _ => null,
    };

    /// <summary>The time as it will be offered; only of a form without fault in day and hours.</summary>
    public SampleSlot Slot(Guid communityId) => new()
    {
        CommunityId = communityId, Place = Place!, BeginsAt = SiteClock.Instant(Day!.Value.ToDateTime(From!.Value)), EndsAt = SiteClock.Instant(Day!.Value.ToDateTime(To!.Value)), Places = Places!.Value,
    };
}
