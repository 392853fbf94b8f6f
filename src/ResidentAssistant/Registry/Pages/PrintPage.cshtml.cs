using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Policy;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Staff;
using ResidentAssistant.Web;

namespace ResidentAssistant.Registry;

/// <summary>The letters themselves, one on a page, to be printed on A4. That they were opened is written down.</summary>
[Requires(StaffAction.RegisterEdit, Posting = StaffAction.RegisterEdit)]
internal sealed class PrintPage(RegisterPlaces places, LetterBatches letters, LetterLinks links, SourcedSettings settings, TimeProvider clock) : PageModel
{
    /// <summary>Letters that may be printed at once: more, and a browser and a printer give up.</summary>
    public const int Most = 600;

    /// <summary>The letters.</summary>
    public IReadOnlyList<PrintedLetter> Letters { get; private set; } = [];

    /// <summary>Community, with its committee.</summary>
    public Community Community { get; private set; } = null!; // set before the page is rendered

    /// <summary>Whom residents may call: numbers that somebody has confirmed, each with its hours.</summary>
    public IReadOnlyList<(string Name, string Number, string? Hours)> Phones { get; private set; } = [];

    /// <summary>Day that is printed.</summary>
    public DateOnly Today { get; } = SiteClock.Day(clock.GetUtcNow());

    private Func<LetterCode, string> Address { get; set; } = _ => "";

    /// <summary>The picture of a letter's QR.</summary>
    public string Picture(PrintedLetter letter) => QrPicture.Of(Address(letter.Code), Request);

    /// <summary>Shows them.</summary>
    public async Task OnGetAsync([FromQuery] LetterQuery of, CancellationToken ct)
    {
        var staff = HttpContext.Staff();
        await ShowAsync(await of.FindAsync(places, staff, ct), staff, ct);
    }

    /// <summary>Shows the letters of flats that were picked, and issues those that are missing.</summary>
    public async Task OnPostAsync(Guid community, Guid[] household, CancellationToken ct)
    {
        var staff = HttpContext.Staff();
        var place = LetterPlace.Of(await places.CommunityAsync(staff, community, ct), household);
        if (household.Length > Most) throw TooMany();
        await letters.IssueAsync(place, new Editor(staff.Id, staff.Name), ct);
        await ShowAsync(place, staff, ct);
    }

    private async Task ShowAsync(LetterPlace place, CurrentStaff staff, CancellationToken ct)
    {
        Community = await places.CommunityAsync(staff, place.CommunityId, ct);
        if ((await letters.FlatsAsync(place, ct)).Count(f => f.IssuedAt is not null) > Most) throw TooMany();
        Address = await links.ForAsync(Community, new Uri($"{Request.Scheme}://{Request.Host}"), ct);
        Letters = await letters.PrintAsync(place, new Editor(staff.Id, staff.Name), ct);
        var phones = new List<(string, string, string?)>();
        foreach (var (key, name) in new[] { ("committee", Community.Committee), ("project", "施工现场") })
            if (await SetAsync($"phone.{key}", ct) is { } number) phones.Add((name, number, await SetAsync($"phone.{key}-hours", ct)));
        Phones = phones;
    }

    private static RefusedException TooMany() => new("TooMany", $"一次最多打印 {Most} 封信。请分楼打印。");

    private async Task<string?> SetAsync(string key, CancellationToken ct) => await settings.FindAsync(key, Community.Id, Today, ct) is SourcedSetting.Set set ? set.Value : null;
}
