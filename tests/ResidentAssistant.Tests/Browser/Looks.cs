using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace ResidentAssistant.Tests.Browser;

/// <summary>What every page must be: no wider than the screen, and without a fault of accessibility; where <c>STAFF_PICTURES</c> names a folder it is photographed too.</summary>
internal static class Looks
{
    private const int Phone = 390;

    public static readonly string? Pictures = Environment.GetEnvironmentVariable("STAFF_PICTURES");

    public static async Task CheckAsync(IPage page, string name, string path, int width)
    {
        await page.GotoAsync(path);
        await CheckAsync(page, name, width);
    }

    public static async Task CheckAsync(IPage page, string name, int width)
    {
        await FitsAsync(page, name, width);
        // Colours do not change with the width, and measuring them takes longest: on the phone is enough.
        var options = new AxeRunOptions();
        if (width > Phone) options.Rules = new Dictionary<string, RuleOptions> { ["color-contrast"] = new() { Enabled = false } };
        (await page.RunAxe(options)).Violations.Select(v => $"{name}: {v.Id} {v.Help} {v.Nodes.FirstOrDefault()?.Html}").ShouldBeEmpty();
    }

    public static async Task FitsAsync(IPage page, string name, int width)
    {
        // A form has been sent perhaps: until the next page is there, there is nothing to measure.
        await page.WaitForFunctionAsync("document.readyState === 'complete'");
        await PhotographAsync(page, name, width);
        (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(width, $"{name} is wider than the screen");
    }

    public static async Task PhotographAsync(IPage page, string name, int width)
    {
        if (Pictures is not null) await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Pictures, $"{name}-{width}.png"), FullPage = true });
    }
}
