namespace ResidentAssistant.Tests.Browser;

/// <summary>A test that needs Debian's Chromium; without it the run prints why it was skipped.</summary>
internal sealed class BrowserFactAttribute : FactAttribute
{
    public const string Chromium = "/usr/bin/chromium";

    public BrowserFactAttribute()
    {
        if (!File.Exists(Chromium)) Skip = $"Chromium is not installed at {Chromium} (apt-get install chromium fonts-noto-cjk).";
    }
}

/// <summary>The same for a test with cases.</summary>
internal sealed class BrowserTheoryAttribute : TheoryAttribute
{
    public BrowserTheoryAttribute()
    {
        if (!File.Exists(BrowserFactAttribute.Chromium)) Skip = new BrowserFactAttribute().Skip;
    }
}
