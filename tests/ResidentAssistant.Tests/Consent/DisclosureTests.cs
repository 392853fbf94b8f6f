using System.Text;
using ResidentAssistant.Consent;
using ResidentAssistant.Policy;

namespace ResidentAssistant.Tests.Consent;

public sealed class DisclosureTests
{
    [Fact]
    public void What_nobody_has_published_is_said_to_be_open_and_by_whom_it_is_decided()
    {
        var disclosure = Disclosure.Of(Open);

        disclosure.Texts.ShouldHaveSingleItem().Split('\n').Take(6).ShouldAllBe(line => line.Contains("还没有公布，由"));
        disclosure.Body.ShouldContain("征求意见稿");
    }

    [Fact]
    public void A_published_item_carries_its_source_and_changes_the_hash()
    {
        var disclosure = Disclosure.Of(item => item.Setting == "disclosure.duties" ? Set(item, "家里留人。") : Open(item));

        disclosure.Body.ShouldContain("3. 您家要配合什么：家里留人。（出处：区里的公告）");
        disclosure.Hash.ShouldNotBe(Disclosure.Of(Open).Hash);
    }

    [Fact]
    public void Long_items_are_spread_over_messages_that_fit_the_channel()
    {
        var disclosure = Disclosure.Of(item => Set(item, string.Concat(Enumerable.Repeat("换水管，", 300))));

        disclosure.Texts.ShouldAllBe(text => Encoding.UTF8.GetByteCount(text) <= 2048);
        disclosure.Texts.Count.ShouldBeGreaterThan(6);
    }

    private static SourcedSetting.NotSet Open(Disclosure.Item item) => new(SettingCatalogue.Of(item.Setting));

    private static SourcedSetting.Set Set(Disclosure.Item item, string value) => new(SettingCatalogue.Of(item.Setting), value, "区里的公告", "区政府");
}
