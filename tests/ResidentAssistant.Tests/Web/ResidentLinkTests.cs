using ResidentAssistant.Tests.Infrastructure;
using ResidentAssistant.Web;

namespace ResidentAssistant.Tests.Web;

public sealed class ResidentLinkTests : IDisposable
{
    private readonly TestKeys keys = new();
    private readonly FakeClock clock = new();

    [Fact]
    public void A_link_opens_its_own_thing_until_its_day()
    {
        var links = new ResidentLink(keys.Open(), clock);
        var link = links.Make("notice", "N-0012 3", clock.GetUtcNow().AddDays(7));

        links.Read("notice", link).ShouldBe("N-0012 3");
        clock.Advance(TimeSpan.FromDays(7));
        Should.Throw<RefusedException>(() => links.Read("notice", link)).Status.ShouldBe(410);
    }

    [Fact]
    public void A_link_of_another_purpose_does_not_open()
    {
        var links = new ResidentLink(keys.Open(), clock);
        var link = links.Make("notice", "N-0012", clock.GetUtcNow().AddDays(7));

        Should.Throw<RefusedException>(() => links.Read("confirm", link)).Status.ShouldBe(404);
    }

    [Theory]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData("住户")]
    [InlineData("CfDJ8AAAA")]
    public void A_made_up_link_is_refused(string link) =>
        Should.Throw<RefusedException>(() => new ResidentLink(keys.Open(), clock).Read("notice", link)).Code.ShouldBe("BadLink");

    [Fact]
    public void An_altered_link_is_refused()
    {
        var links = new ResidentLink(keys.Open(), clock);
        var link = links.Make("notice", "N-0012", clock.GetUtcNow().AddDays(7)).ToCharArray();
        link[^8] = link[^8] == 'A' ? 'B' : 'A';

        Should.Throw<RefusedException>(() => links.Read("notice", new string(link))).Code.ShouldBe("BadLink");
    }

    public void Dispose() => keys.Dispose();
}
