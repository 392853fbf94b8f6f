using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Staff;
using ResidentAssistant.Web;

namespace ResidentAssistant.Registry;

/// <summary>One flat: who speaks for it, which pipes pass it, its letter, and how it was tried to be reached. What could not be saved is shown again as it was typed.</summary>
[Requires(StaffAction.RegisterRead, Posting = StaffAction.RegisterEdit)]
internal sealed class FlatPage(RegisterPlaces places, Register register, People people, Mandates mandates, Units units, Reachability reachability, RegisterEdits edits,
    LetterBatches letters, RegisterChanges changes, Audit audit, TimeProvider clock) : PageModel
{
    private const string ChangedSince = "刚才有同事改过这里。上面是现在登记的，您填的还在下面；看过以后，请再保存一次。";

    /// <summary>The flat.</summary>
    public Household Flat { get; private set; } = null!; // set before the page is rendered

    /// <summary>Its persons, masked.</summary>
    public IReadOnlyList<Person> Persons { get; private set; } = [];

    /// <summary>Papers by person.</summary>
    public IReadOnlyDictionary<Guid, MandatePaper> Papers { get; private set; } = new Dictionary<Guid, MandatePaper>();

    /// <summary>Risers with their units.</summary>
    public IReadOnlyList<(Riser Riser, Unit? Unit)> Risers { get; private set; } = [];

    /// <summary>Tries to reach it.</summary>
    public IReadOnlyList<ReachAttempt> Attempts { get; private set; } = [];

    /// <summary>Since when it has a valid letter.</summary>
    public DateTimeOffset? LetterAt { get; private set; }

    /// <summary>What was changed.</summary>
    public IReadOnlyList<ChangeLine> Changes { get; private set; } = [];

    /// <summary>A person whose name and number are shown this once.</summary>
    public (Guid Id, PersonalData Data)? Revealed { get; private set; }

    /// <summary>Why something was not written, and at which form: <c>flat</c>, <c>person</c>, <c>reach</c>, <c>letter</c>.</summary>
    public (string At, string Sentence)? Problem { get; private set; }

    /// <summary>The flat's form as it was typed.</summary>
    public HouseholdForm? UnsavedFlat { get; private set; }

    /// <summary>A person's form as it was typed.</summary>
    public PersonForm? UnsavedPerson { get; private set; }

    /// <summary>A try as it was typed.</summary>
    public AttemptForm? UnsavedAttempt { get; private set; }

    /// <summary>A reason as it was typed.</summary>
    public string? Reason { get; private set; }

    /// <summary>This colleague may change it.</summary>
    public bool MayEdit => HttpContext.Staff().May(StaffAction.RegisterEdit);

    /// <summary>The instant of the page.</summary>
    public DateTimeOffset Now { get; } = clock.GetUtcNow();

    private Editor Editor => new(HttpContext.Staff().Id, HttpContext.Staff().Name);

    /// <summary>Shows it.</summary>
    public async Task OnGetAsync(Guid id, CancellationToken ct)
    {
        Flat = await places.HouseholdAsync(HttpContext.Staff(), id, ct);
        Persons = await people.OfHouseholdAsync(id, ct);
        Papers = (await mandates.OfHouseholdAsync(id, ct)).ToDictionary(m => m.PersonId, m => m.Paper);
        var risers = new List<(Riser, Unit?)>();
        foreach (var riser in await register.RisersOfAsync(id, ct)) risers.Add((riser, await units.OfRiserAsync(riser.Id, ct)));
        Risers = risers;
        Attempts = await reachability.AttemptsAsync(id, ct);
        LetterAt = (await letters.FlatsAsync(LetterPlace.Of(Flat), ct))[0].IssuedAt;
        Changes = await changes.OfHouseholdAsync(id, ct);
    }

    /// <summary>Shows one person's name and number, once; that they were read is written down first.</summary>
    public async Task<IActionResult> OnPostRevealAsync(Guid id, Guid person, CancellationToken ct)
    {
        await OnGetAsync(id, ct);
        if (Persons.Any(p => p.Id == person))
        {
            await audit.ReadAsync(HttpContext.Staff(), AuditKind.Person, AuditReason.Register, new AuditSubject(PersonId: person, HouseholdId: id), ct);
            Revealed = await people.OpenAsync(person, ct) is { } data ? (person, data) : null;
        }

        return Page();
    }

    /// <summary>Changes the flat's particulars.</summary>
    public Task<IActionResult> OnPostFlatAsync(Guid id, HouseholdForm form, CancellationToken ct) => DoAsync(id, "flat", async flat =>
    {
        UnsavedFlat = form;
        if (!ModelState.IsValid || !Enum.IsDefined(form.Occupancy)) throw new RefusedException("BadArgument", "日期或者楼层写得不对，请再看一看。");
        return await edits.HouseholdAsync(flat, form.Seen, new HouseholdFacts(form.Floor, form.Occupancy, form.DecoratedOn), Editor, ct);
    }, ct);

    /// <summary>Adds a person or changes one.</summary>
    public Task<IActionResult> OnPostPersonAsync(Guid id, PersonForm form, CancellationToken ct) => DoAsync(id, "person", async flat =>
    {
        UnsavedPerson = form;
        if (!ModelState.IsValid) throw new RefusedException("BadArgument", "日期写得不对，请再看一看。");
        var change = form.Change();
        if (form.Person is { } person) return await edits.PersonAsync(flat, person, form.Seen, change, Editor, ct);
        await edits.AddPersonAsync(flat, new PersonFacts(change.Name ?? "", change.Phone, change.Capacity, change.LivesHere, change.Elder, change.Smartphone), change.Paper, Editor, ct);
        return true;
    }, ct);

    /// <summary>A person no longer belongs to the flat.</summary>
    public Task<IActionResult> OnPostLeftAsync(Guid id, Guid person, int seen, string? reason, CancellationToken ct) => DoAsync(id, "person", flat =>
    {
        Reason = Typed(reason);
        return edits.LeftAsync(flat, person, seen, Reason, Editor, ct);
    }, ct);

    /// <summary>Writes a try to reach the household down.</summary>
    public Task<IActionResult> OnPostAttemptAsync(Guid id, AttemptForm form, CancellationToken ct) => DoAsync(id, "reach", async flat =>
    {
        UnsavedAttempt = form;
        if (!ModelState.IsValid || form.At is not { } at || at.Year < 2000 || !Enum.IsDefined(form.Way) || !Enum.IsDefined(form.Result)) throw new RefusedException("BadArgument", "请写明哪天几点、怎么联系的、结果怎样。");
        var when = SiteClock.StartOf(DateOnly.FromDateTime(at)) + at.TimeOfDay;
        await reachability.TriedAsync(flat, new NewAttempt(form.Way, form.Result, when, Typed(form.Note)), Editor, ct);
        return true;
    }, ct);

    /// <summary>A person finds that the household cannot be reached, or can again.</summary>
    public Task<IActionResult> OnPostReachAsync(Guid id, bool reachable, string? reason, CancellationToken ct) => DoAsync(id, "reach", async flat =>
    {
        Reason = Typed(reason);
        // What a colleague has found in the meantime is not found a second time.
        if (reachable == flat.NotReachableSince is null) return false;
        if (reachable) await reachability.ReachableAsync(flat, Reason, Editor, ct);
        else await reachability.NotReachableAsync(flat, Reason, Editor, ct);
        return true;
    }, ct);

    /// <summary>The flat is not on a riser after all.</summary>
    public Task<IActionResult> OnPostPairAsync(Guid id, Guid riser, string? reason, CancellationToken ct) => DoAsync(id, "risers", async flat =>
    {
        Reason = Typed(reason);
        return (await register.RisersOfAsync(id, ct)).FirstOrDefault(r => r.Id == riser) is { } known && await edits.PairEndedAsync(flat, known, Reason, Editor, ct);
    }, ct);

    private static string Typed(string? text) => FormText.Plain(FormText.Tidy(text));

    private async Task<IActionResult> DoAsync(Guid id, string at, Func<Household, Task<bool>> act, CancellationToken ct)
    {
        var flat = await places.HouseholdAsync(HttpContext.Staff(), id, ct);
        try
        {
            if (await act(flat)) return LocalRedirect($"/staff/register/flats/{id}#{at}");
            (Problem, Response.StatusCode) = ((at, ChangedSince), StatusCodes.Status409Conflict);
        }
        catch (RefusedException refused)
        {
            (Problem, Response.StatusCode) = ((at, refused.Message), refused.Status);
        }

        await OnGetAsync(id, ct);
        // The form goes on from what the colleague has now been shown.
        UnsavedFlat = UnsavedFlat is null ? null : UnsavedFlat with { Seen = Flat.Version };
        UnsavedPerson = UnsavedPerson is { Person: { } who } typed && Persons.FirstOrDefault(p => p.Id == who) is { } now ? typed with { Seen = now.Version } : UnsavedPerson;
        ModelState.Clear();
        return Page();
    }
}
