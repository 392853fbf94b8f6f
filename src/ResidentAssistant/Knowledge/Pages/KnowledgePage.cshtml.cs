using ResidentAssistant.Web;
using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ResidentAssistant.Dialogs;
using ResidentAssistant.Policy;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Staff;

namespace ResidentAssistant.Knowledge;

/// <summary>One answer: what residents hear, who approved exactly that, what became of it; and the form to write it anew.</summary>
[Requires(StaffAction.KnowledgeRead, Posting = StaffAction.KnowledgeEdit)]
internal sealed class KnowledgePage(KnowledgeBank bank, KnowledgeStore store, SourcedSettings settings, TimeProvider clock) : PageModel
{
    private const string New = "new";

    /// <summary>The answer; null: a new one.</summary>
    public BankAnswer? Answer { get; private set; }

    /// <summary>What stands in the form.</summary>
    public EntryForm Form { get; private set; } = new();

    /// <summary>Why it was not taken.</summary>
    public IReadOnlyList<string> Problems { get; private set; } = [];

    /// <summary>What became of it, newest first.</summary>
    public IReadOnlyList<Happening> History { get; private set; } = [];

    /// <summary>The sourced settings its texts show, as they stand today wherever no community has its own.</summary>
    public IReadOnlyList<SourcedSetting> Values { get; private set; } = [];

    /// <summary>The long form as residents see it, values by their names.</summary>
    public string? Html => Answer?.Entry.Long is { } markdown ? LongForm.Html(Named(markdown)) : null;

    /// <summary>Intents to choose.</summary>
    public IReadOnlyList<string> Intents => [.. bank.Intents.Where(i => i is not ("emergency" or "emergency-doubt" or "fallback")).Order(StringComparer.Ordinal)];

    /// <summary>This colleague may approve.</summary>
    public bool MayApprove => HttpContext.Staff().May(StaffAction.KnowledgeApprove);

    /// <summary>This colleague may read the settings.</summary>
    public bool MayReadPolicy => HttpContext.Staff().May(StaffAction.PolicyRead);

    /// <summary>This colleague may write here: what was approved is changed only by who may approve.</summary>
    public bool MayChange => HttpContext.Staff().May(StaffAction.KnowledgeEdit) && (Answer?.Approval is null || MayApprove);

    /// <summary>The instant of the page.</summary>
    public DateTimeOffset Now { get; } = clock.GetUtcNow();

    /// <summary>The day at the site.</summary>
    public DateOnly Today => SiteClock.Day(Now);

    /// <summary>The text with each value by its name: 〔意愿的有效期〕.</summary>
    public static string Named(Template text) => text.Render(key => SettingCatalogue.Find(key) is { } setting ? SlotValue.Of($"〔{setting.Name}〕") : null);

    /// <summary>From when and until when it holds.</summary>
    public static string Validity(KnowledgeEntry entry)
    {
        static string Day(DateOnly day) => day.ToString("yyyy年M月d日", CultureInfo.InvariantCulture);
        return (entry.ValidFrom, entry.ValidTo) switch
        {
            ({ } from, { } to) => $"{Day(from)}到{Day(to)}",
            ({ } from, null) => $"{Day(from)}起",
            (null, { } to) => $"到{Day(to)}为止",
            _ => "",
        };
    }

    /// <summary>Shows it.</summary>
    public async Task OnGetAsync(string id, CancellationToken ct)
    {
        await ShowAsync(id, ct);
        Form = Answer is null ? new EntryForm { Intent = "ask_schedule", Seen = 0 } : new EntryForm(Answer.Entry) { Seen = Answer.Edited?.Version ?? 0 };
    }

    /// <summary>Saves a draft, approves the text shown, or takes the approval back.</summary>
    public async Task<IActionResult> OnPostAsync(string id, [FromForm] EntryForm form, CancellationToken ct)
    {
        // Another node may have been quicker.
        await bank.RefreshAsync(ct);
        await ShowAsync(id, ct);
        try
        {
            Problems = !ModelState.IsValid ? ["日期或者数字写得不对，请再看一看。"] : form.Act switch
            {
                "save" => await SaveAsync(form, ct),
                "file" => await FromFileAsync(form, ct),
                "approve" or "withdraw" => await ApproveAsync(form, form.Act == "approve", ct),
                _ => ["这次提交不完整，请刷新页面再试。"],
            };
        }
        catch (RefusedException refused)
        {
            Problems = [refused.Message];
        }

        if (Problems.Count == 0)
        {
            await bank.RefreshAsync(ct);
            return LocalRedirect($"/staff/knowledge/{Answer?.Entry.Id ?? form.Id}");
        }

        Form = form.Act == "save" ? form : Answer is null ? new EntryForm() : new EntryForm(Answer.Entry) { Seen = Answer.Edited?.Version ?? 0 };
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }

    private async Task<IReadOnlyList<string>> SaveAsync(EntryForm form, CancellationToken ct)
    {
        if (!MayChange) return ["这条已经核准了，请有核准权限的同事来改。"];
        if (Answer is null && bank.Find(form.Id ?? "") is not null) return ["这个编号已经有了，请换一个。"];
        var typed = form with { Id = Answer?.Entry.Id ?? form.Id?.Trim() };
        if (typed.Problems(bank.Intents, out var entry) is { Count: > 0 } problems) return problems;
        if (Answer is { } before && entry!.Hash == before.Entry.Hash && entry.Intent == before.Entry.Intent && entry.Questions.SequenceEqual(before.Entry.Questions)) return [];
        await store.WriteAsync(entry!.Id, form.Seen, EntryWriter.Write(typed), Answer?.InFile?.Hash, HttpContext.Staff(), ct);
        return [];
    }

    private async Task<IReadOnlyList<string>> FromFileAsync(EntryForm form, CancellationToken ct)
    {
        if (!MayChange) return ["这条已经核准了，请有核准权限的同事来改。"];
        if (Answer is { Edited: not null, InFile: { } file }) await store.WriteAsync(file.Id, form.Seen, EntryWriter.Write(file), file.Hash, HttpContext.Staff(), ct);
        return [];
    }

    private async Task<IReadOnlyList<string>> ApproveAsync(EntryForm form, bool approved, CancellationToken ct)
    {
        if (!MayApprove) return ["核准要有权限的同事来做。"];
        if (Answer is not { } answer) return ["请先存成草稿，再核准。"];
        // Exactly what this colleague has read is approved, nothing that was written meanwhile.
        if (form.Hash != answer.Entry.Hash) return ["原话刚才被改过，请看过新的再核准。"];
        if (approved != (answer.Approval is null)) return [];
        await store.ApproveAsync(answer.Entry.Id, answer.Entry.Hash, EntryWriter.Write(answer.Entry), approved, HttpContext.Staff(), ct);
        return [];
    }

    private async Task ShowAsync(string id, CancellationToken ct)
    {
        if (id == New) return;
        Answer = bank.Find(id) ?? throw new RefusedException("NotFound", "没有这条答案。", StatusCodes.Status404NotFound);
        var values = new List<SourcedSetting>();
        foreach (var key in Answer.Entry.Settings) values.Add(await settings.FindAsync(key, null, Today, ct));
        Values = values;
        var texts = await store.TextsAsync(id, ct);
        var acts = (await store.ApprovalsAsync(ct)).Where(a => a.EntryId == id);
        History = [.. texts.Select(t => new Happening($"写了第 {t.Version} 稿", t.AuthorName, t.WrittenAt, t.Body))
            .Concat(acts.Select(a => new Happening($"{(a.Act == "approved" ? "核准" : "撤销核准")}（指纹 {a.Hash[..Math.Min(12, a.Hash.Length)]}）", a.StaffName, a.At, null))).OrderByDescending(h => h.At)];
    }

    /// <summary>Something that happened to an answer.</summary>
    internal sealed record Happening(string What, string Who, DateTimeOffset At, string? Text);
}
