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
        (await Accessibility.FaultsAsync(page, colours: width <= Phone)).Select(f => $"{name}: {f}").ShouldBeEmpty();
    }

    public static async Task FitsAsync(IPage page, string name, int width)
    {
        // A form has been sent perhaps: until the next page is there, there is nothing to measure. Asked by a timer, as a page on its way out paints no frame any more.
        await page.WaitForFunctionAsync("document.readyState === 'complete'", null, new PageWaitForFunctionOptions { PollingInterval = 50 });
        await PhotographAsync(page, name, width);
        (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(width, $"{name} is wider than the screen");
    }

    public static async Task PhotographAsync(IPage page, string name, int width)
    {
        if (Pictures is not null) await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Pictures, $"{name}-{width}.png"), FullPage = true });
    }
}
