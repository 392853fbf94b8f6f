using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using ResidentAssistant.Consent;
using ResidentAssistant.Consent.Applications;
using ResidentAssistant.Consent.Ledger;
using ResidentAssistant.Messaging;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Policy;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Storage;
using ResidentAssistant.Tests.Infrastructure;

namespace ResidentAssistant.Tests.Consent;

public sealed class WrittenApplicationTests
{
    [BothDatabases]
    public async Task From_words_to_a_signature_every_step_stands_in_the_log_with_its_evidence(Provider provider)
    {
        await using var world = await ConsentWorld.StartAsync(provider, listen: false);
        await world.SayAsync("3-2-501", "agree");
        var application = await world.SignAsync("3-2-501");

        application.Reference.ShouldBe("A-0001");
        application.Content.Risers.Count.ShouldBe(2);
        application.Content.Said.ShouldContain("愿意（Y-0001");
        (await world.StandingsAsync("3-2-501")).ShouldBe([PairStanding.Signed, PairStanding.Signed]);
        (await world.CountAsync("select count(*) from consent_acts a where not exists (select 1 from evidence_unlinked e where e.id = a.id) and not exists (select 1 from evidence_records e where e.id = a.id)")).ShouldBe(0);
        (await world.CountAsync("select count(*) from consent_acts")).ShouldBe(4);
        (await world.CountAsync("select count(*) from consent_acts where facts like '%王示例%'")).ShouldBe(0);
        (await world.App.Get<WrittenApplications>().FindAsync(application.Id, world.Colleague.Scope, default))!.Content.Json().ShouldBe(application.Content.Json());
    }

    [BothDatabases]
    public async Task The_same_paper_is_given_again_and_what_has_changed_makes_a_new_one(Provider provider)
    {
        await using var world = await ConsentWorld.StartAsync(provider, listen: false);
        var first = await world.PrintAsync("3-2-501");
        (await world.PrintAsync("3-2-501")).Id.ShouldBe(first.Id);
        await world.SayAsync("3-2-501", "agree");
        (await world.PrintAsync("3-2-501")).Reference.ShouldBe("A-0002");
        await world.SignAsync("3-2-501");
        (await world.App.Get<WrittenApplications>().PrintAsync([first.HouseholdId], world.Colleague, default)).ShouldBeEmpty();
    }

    [BothDatabases]
    public async Task Who_comes_second_has_written_nothing_and_is_told_what_the_first_did(Provider provider)
    {
        await using var world = await ConsentWorld.StartAsync(provider, listen: false);
        var application = await world.PrintAsync("3-2-501");
        var seen = (await world.LedgerAsync("3-2-501")).Seen;
        var acts = world.App.Get<StaffActs>();
        (await acts.SignAsync(application, ConsentWorld.Draft(seen), [], null, world.Colleague, default)).ShouldBeOfType<ActOutcome.Done>();

        var second = (await acts.SignAsync(application, ConsentWorld.Draft(seen), [], null, world.Colleague, default)).ShouldBeOfType<ActOutcome.Changed>();
        second.Sentence.ShouldContain("居委会小李已经记了“申请书签了字”");
        (await world.CountAsync("select count(*) from consent_acts where kind = 'application.signed'")).ShouldBe(2);
    }

    [PostgresFact]
    public async Task Of_many_who_sign_at_once_one_does()
    {
        await using var world = await ConsentWorld.StartAsync(Provider.Postgres, listen: false);
        var application = await world.PrintAsync("3-2-501");
        var seen = (await world.LedgerAsync("3-2-501")).Seen;
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => world.App.Get<StaffActs>().SignAsync(application, ConsentWorld.Draft(seen), [], null, world.Colleague, default)));

        outcomes.OfType<ActOutcome.Done>().Count().ShouldBe(1);
        outcomes.OfType<ActOutcome.Changed>().Count().ShouldBe(7);
    }

    [BothDatabases]
    public async Task Taken_back_before_the_works_the_lock_closes_and_afterwards_a_person_is_called(Provider provider)
    {
        await using var world = await ConsentWorld.StartAsync(provider, listen: false);
        var early = await world.SignAsync("3-2-501");
        (await world.EndAsync(early, LedgerKinds.Withdrawn)).ShouldBe(new ActOutcome.Done());
        (await world.StandingsAsync("3-2-501")).ShouldBe([PairStanding.Withdrawn, PairStanding.Withdrawn]);
        (await world.EndAsync(early, LedgerKinds.Withdrawn)).ShouldBeOfType<ActOutcome.Nothing>();

        var late = await world.SignAsync("3-2-502");
        await world.EnterAsync("3-2-502");
        (await world.EndAsync(late, LedgerKinds.Withdrawn)).ShouldBe(new ActOutcome.Done { Late = true });
        (await world.StandingsAsync("3-2-502")).ShouldBe([PairStanding.Signed, PairStanding.Signed]);
        (await world.CountAsync("select count(*) from desk_items where urgent and reference = 'A-0002'")).ShouldBe(1);
    }

    [BothDatabases]
    public async Task A_new_signature_replaces_the_former_and_expired_or_changed_ones_must_be_signed_again(Provider provider)
    {
        await using var world = await ConsentWorld.StartAsync(provider, listen: false);
        var first = await world.SignAsync("3-2-501");
        await world.EndAsync(first, LedgerKinds.Expired);
        (await world.StandingsAsync("3-2-501")).ShouldAllBe(s => s == PairStanding.Expired);
        var second = await world.SignAsync("3-2-501");
        await world.EndAsync(second, LedgerKinds.Again);
        (await world.StandingsAsync("3-2-501")).ShouldAllBe(s => s == PairStanding.Again);
        await world.SignAsync("3-2-501");
        (await world.StandingsAsync("3-2-501")).ShouldAllBe(s => s == PairStanding.Signed);
        (await world.LedgerAsync("3-2-501")).Risers.Count.ShouldBe(2);
    }

    [BothDatabases]
    public async Task A_material_change_sends_what_was_signed_in_its_buildings_back_to_be_signed_again(Provider provider)
    {
        await using var world = await ConsentWorld.StartAsync(provider, listen: false);
        var (versions, disclosures) = (world.App.Get<DisclosureVersions>(), world.App.Get<Disclosures>());
        async Task ApproveAsync(DisclosureChange change, int seen, params Guid[] buildings) => await versions.ApproveAsync(
            new DisclosureApproval(Pilot.CommunityId, seen, await disclosures.DraftAsync(Pilot.CommunityId, world.App.Clock.GetUtcNow(), default), change, "示例", buildings), world.Colleague, default);

        await ApproveAsync(DisclosureChange.First, 0);
        await world.SignAsync("3-2-501");
        await world.SignAsync("4-1-101");
        var old = await world.PrintAsync("3-2-502");
        var elsewhere = await world.PrintAsync("4-1-102");
        var today = SiteClock.Day(world.App.Clock.GetUtcNow());
        await world.App.Get<SourcedSettings>().SetAsync(new SettingDraft
        {
            Key = "disclosure.scope", Value = "换上下水立管。", Source = "区里的公告", DecidedBy = "区政府", ValidFrom = today, SetBy = Guid.NewGuid(), SetByName = "小李", Seen = 0,
        }, today, default);
        await ApproveAsync(DisclosureChange.Material, 1, (await world.HomeAsync("3-2-501")).BuildingId);

        (await world.StandingsAsync("3-2-501")).ShouldBe([PairStanding.Again, PairStanding.Again]);
        (await world.StandingsAsync("4-1-101")).ShouldBe([PairStanding.Signed, PairStanding.Signed]);
        var acts = world.App.Get<StaffActs>();
        (await acts.SignAsync(old, ConsentWorld.Draft((await world.LedgerAsync("3-2-502")).Seen), [], null, world.Colleague, default)).ShouldBeOfType<ActOutcome.TooOld>();
        // The street listed building 3 alone: what was printed in building 4 is still read and signed.
        (await acts.SignAsync(elsewhere, ConsentWorld.Draft((await world.LedgerAsync("4-1-102")).Seen), [], null, world.Colleague, default)).ShouldBeOfType<ActOutcome.Done>();
        await world.SignAsync("3-2-502");
        await world.SignAsync("3-2-501");
        (await world.StandingsAsync("3-2-501")).ShouldBe([PairStanding.Signed, PairStanding.Signed]);
    }

    [Fact]
    public async Task The_document_is_sound_and_holds_one_page_for_each_household()
    {
        await using var world = await ConsentWorld.StartAsync(listen: false);
        await world.SayAsync("3-2-501", "agree");
        var sheets = new[] { await world.PrintAsync("3-2-501"), await world.PrintAsync("3-2-502") }.Select(a => ApplicationSheet.Of(a, "https://example.org/staff/consent/applications/x")).ToList();
        var bytes = ApplicationDocument.Of(sheets);
        if (Environment.GetEnvironmentVariable("STAFF_PICTURES") is { } folder) await File.WriteAllBytesAsync(Path.Combine(folder, "application.docx"), bytes);

        using var document = WordprocessingDocument.Open(new MemoryStream(bytes), false);
        new OpenXmlValidator().Validate(document).Select(e => $"{e.Path?.XPath}: {e.Description}").ShouldBeEmpty();
        var text = document.MainDocumentPart!.Document.InnerText;
        foreach (var words in new[] { "A-0001", "3号楼2单元501", "厨房立管", "卫生间立管", "征求意见稿", "A-0002", "见证人", "只看一眼，不留复印件", "待核" }) text.ShouldContain(words);
        document.MainDocumentPart.ImageParts.Count().ShouldBe(2);
    }

    [Fact]
    public async Task Words_that_nobody_approved_are_printed_only_for_trial()
    {
        await using var world = await ConsentWorld.StartAsync(listen: false);
        var strict = new WrittenApplications(world.Database, world.App.Get<ConsentLog>(), world.App.Get<Register>(), world.App.Get<ResidentAssistant.Consent.Disclosures>(), world.App.Get<Wordings>(), new Serving(drafts: false), world.App.Get<KeyRing>(), world.App.Clock);
        var home = await world.HomeAsync("3-2-501");
        (await Should.ThrowAsync<RefusedException>(strict.PrintAsync([home.Id], world.Colleague, default))).Message.ShouldContain("还没有人核准");

        await world.App.Get<Wordings>().ApproveAsync(ApplicationWording.Now.Hash, world.Colleague, default);
        (await strict.PrintAsync([home.Id], world.Colleague, default)).Single().Content.ApprovedBy.ShouldBe("居委会小李");
        await Should.ThrowAsync<RefusedException>(world.App.Get<Wordings>().ApproveAsync("other", world.Colleague, default));
    }

    [Fact]
    public void Without_a_rule_the_person_who_records_gives_the_reason()
    {
        var today = new DateOnly(2026, 11, 23);
        var draft = ConsentWorld.Draft(Guid.Empty);
        SourcedSetting open = new SourcedSetting.NotSet(SettingCatalogue.Of("consent.signers"));
        var rule = new SourcedSetting.Set(SettingCatalogue.Of("consent.signers"), "产权人、共有人、公房承租人", "区里的文件", "街道");
        var one = new SourcedSetting.Set(SettingCatalogue.Of("consent.co-owners"), SettingCatalogue.OneCoOwner, "区里的文件", "街道");
        IReadOnlyList<string> Of(SigningDraft tried, SourcedSetting signers, int scans = 1) => tried.Faults(today, today, signers, open, scans);

        Of(draft, open).ShouldBeEmpty();
        Of(draft with { Decision = "" }, open).ShouldHaveSingleItem().ShouldContain("还没有公布");
        Of(draft with { Decision = "" }, rule).ShouldBeEmpty();
        Of(draft with { Decision = "", Capacity = Capacity.Family }, rule).ShouldHaveSingleItem().ShouldContain("不在能签字的人里");
        Of(draft with { Decision = "", Capacity = Capacity.CoOwner }, rule).ShouldHaveSingleItem().ShouldContain("签了几位");
        (draft with { Decision = "", Capacity = Capacity.CoOwner }).Faults(today, today, rule, one, 1).ShouldBeEmpty();
        Of(draft, open, 0).ShouldHaveSingleItem().ShouldContain("拍照");
        Of(draft with { SignedOn = today.AddDays(1) }, open).ShouldHaveSingleItem().ShouldContain("今天以后");
        Of(draft with { SignedOn = today.AddDays(-1) }, open).ShouldHaveSingleItem().ShouldContain("早于打印");
        Of(draft with { Capacity = Capacity.Proxy }, open).ShouldHaveSingleItem().ShouldContain("替谁签");
        Of(draft with { Signer = "", Capacity = null, Paper = "x", Told = false }, open).Count.ShouldBe(4);
    }

    [Fact]
    public void A_photo_loses_its_place_and_keeps_how_it_is_turned()
    {
        byte[] exif = [0xFF, 0xE1, 0, 46, .. "Exif\0\0"u8, .. "II*\0"u8, 8, 0, 0, 0, 1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0, .. "GPS 39.9 116"u8];
        byte[] jpeg = [0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 1, 1, .. exif, 0xFF, 0xFE, 0, 5, .. "me!"u8, 0xFF, 0xDB, 0, 3, 9, 0xFF, 0xDA, 0, 2, 1, 2, 3, 0xFF, 0xD9];
        var clean = JpegMarks.Without(jpeg)!;

        var text = System.Text.Encoding.Latin1.GetString(clean);
        text.ShouldNotContain("GPS");
        text.ShouldNotContain("me!");
        clean[^14..].ShouldBe(jpeg[^14..]);
        JpegMarks.Without(clean).ShouldBe(clean, "the turn is found again");
    }

    [Theory]
    [InlineData(20, 16, true)]
    [InlineData(20, 17, false)]
    [InlineData(19, 1, false)]
    [InlineData(72, 72, false)]
    public void Residents_hear_a_number_only_where_nobody_can_be_told_from_it(int households, int signed, bool counted) =>
        ResidentAssistant.Consent.StateActions.Counted("3", households, signed).Contains($"{signed}").ShouldBe(counted);
}
