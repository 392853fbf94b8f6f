using ResidentAssistant.Policy;

namespace ResidentAssistant.Tests.Policy;

public sealed class SettingCatalogueTests
{
    [Fact]
    public void The_six_items_of_article_3_are_settings() => SettingCatalogue.All.Take(6).Select(d => d.Key).ShouldBe(
        ["disclosure.scope", "disclosure.restoration", "disclosure.duties", "disclosure.duration", "disclosure.outage", "disclosure.temporary"]);

    [Fact]
    public void Only_laws_confirmed_numbers_and_our_own_safety_limits_stand_without_a_decision()
    {
        var standing = SettingCatalogue.All.Where(d => d.Standing is { ValidTo: null }).ToList();

        standing.Where(d => d.Standing!.Ours).Select(d => d.Key).ShouldBe(["notice.quiet", "danger.acknowledge", "danger.on-site", "danger.water-off"]);
        standing.Where(d => d.Kind is SettingKind.Phone).Select(d => d.Standing!.Value).ShouldBe(["119", "120", "110", "96116", "12345"]);
        standing.Where(d => !d.Standing!.Ours && d.Kind is not SettingKind.Phone).Select(d => d.Key).ShouldBe(["notice.outage", "notice.group-limit"]);
    }

    [Fact]
    public void Every_setting_is_unique_and_says_who_decides_it()
    {
        SettingCatalogue.All.Select(d => d.Key).ShouldBeUnique();
        SettingCatalogue.All.Select(d => d.Name).ShouldBeUnique();
        SettingCatalogue.All.ShouldAllBe(d => d.DecidedBy.Length > 0 && d.Template.Contains("{value}"));
    }

    [Fact]
    public void A_misspelt_name_is_a_fault_of_the_program()
    {
        Should.Throw<ArgumentException>(() => SettingCatalogue.Of("visits.cout"));
        SettingCatalogue.Find("visits.cout").ShouldBeNull();
    }
}
