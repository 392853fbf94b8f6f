using System.Text.Json;
using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace ResidentAssistant.Tests.Browser;

/// <summary>What axe finds on a page that has no frames.</summary>
internal static class Accessibility
{
    private static readonly string Axe = new BundledAxeScriptProvider().GetScript();

    /// <summary>The faults, each with the rule and the places; <paramref name="colours"/> false leaves out the contrast, <paramref name="tags"/> keeps to the rules of these.</summary>
    public static async Task<IReadOnlyList<string>> FaultsAsync(IPage page, bool colours = true, params string[] tags)
    {
        // In the page itself: the library's own way opens a second page for each run, to gather the results of frames, and takes five times as long.
        await page.EvaluateAsync(Axe);
        var options = new Dictionary<string, object>
        {
            ["resultTypes"] = new[] { "violations" }, ["rules"] = new Dictionary<string, object> { ["color-contrast"] = new { enabled = colours } },
        };
        if (tags.Length > 0) options["runOnly"] = tags;
        return await page.EvaluateAsync<string[]>("""
            async options => {
                const { passes, violations } = await axe.run(document, JSON.parse(options));
                if (passes.length === 0) throw new Error('axe looked at nothing');
                return violations.map(v => `${v.id} ${v.help} ${v.nodes.map(n => n.html).join(' | ')}`);
            }
            """, JsonSerializer.Serialize(options));
    }
}
