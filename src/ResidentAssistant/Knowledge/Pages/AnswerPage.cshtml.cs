using ResidentAssistant.Web;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ResidentAssistant.Scheduling;

namespace ResidentAssistant.Knowledge;

/// <summary>The page behind an answer, for residents: to read at leisure, to print, to show to the family. Works without script.</summary>
[AllowAnonymous]
internal sealed class AnswerPage(KnowledgeBank bank, AnswerTexts texts, Places places, TimeProvider clock) : PageModel
{
    /// <summary>The answer.</summary>
    public BankAnswer Answer { get; private set; } = null!; // set by OnGetAsync before the page is rendered

    /// <summary>The answer in words.</summary>
    public Worded Worded { get; private set; } = null!; // likewise

    /// <summary>The long form, made from Markdown without HTML.</summary>
    public string? Html { get; private set; }

    /// <summary>Shown in large print.</summary>
    public bool Large { get; private set; }

    /// <summary>Address of the page in the other size.</summary>
    public string OtherSize { get; private set; } = "";

    /// <summary>Shows it.</summary>
    public async Task OnGetAsync(string id, Guid? c, string? size, CancellationToken ct)
    {
        var day = SiteClock.Day(clock.GetUtcNow());
        var place = await places.OfPageAsync(c, ct);
        Answer = bank.Find(id) is { } answer && bank.MaySay(answer, day, place) ? answer
            : throw new RefusedException("NotFound", "这一条答案没有找到，可能已经撤下。请回到对话里再问一遍。", StatusCodes.Status404NotFound);
        Worded = await texts.WordAsync(Answer, place.CommunityId, day, null, ct);
        Html = Worded.Long is { } markdown ? LongForm.Html(markdown) : null;
        Large = size == "large";
        var path = AnswerTexts.PathOf(Answer.Entry.Id, c);
        OtherSize = Large ? path : path + (c is null ? "?" : "&") + "size=large";
    }
}
