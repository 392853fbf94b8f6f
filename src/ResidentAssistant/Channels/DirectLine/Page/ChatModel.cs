using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ResidentAssistant.Channels.DirectLine.Page;

/// <summary>The resident's chat page; only what must be known before the script runs is decided here.</summary>
[AllowAnonymous]
internal sealed class ChatModel(StoreAnswers storeAnswers) : PageModel
{
    /// <summary>False: the page opens with the emergency card.</summary>
    public bool StoreAnswers { get; private set; }

    /// <summary>Shows the page; its address may carry a letter's code, so nothing on the way may keep it.</summary>
    public async Task OnGetAsync(CancellationToken ct)
    {
        Response.Headers.CacheControl = "no-store";
        StoreAnswers = await storeAnswers(ct);
    }
}
