using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Storage;
using ResidentAssistant.Tests.Infrastructure;

namespace ResidentAssistant.Tests.Neighbourhood;

public sealed class PeopleTests
{
    [BothDatabases]
    public async Task A_person_is_found_by_number_and_by_its_last_four_digits(Provider provider)
    {
        await using var pilot = await PilotCommunity.OnAsync(provider);
        var id = await pilot.People.AddAsync(await AuntWangAsync(pilot), default);

        (await pilot.People.FindByPhoneAsync(Pilot.CommunityId, Phone("+86 139-9999-4321"), default)).ShouldHaveSingleItem().Id.ShouldBe(id);
        (await pilot.People.FindByLastFourAsync(Pilot.CommunityId, "4321", default)).ShouldHaveSingleItem().Id.ShouldBe(id);
        (await pilot.People.FindByPhoneAsync(Pilot.CommunityId, Phone("13999994322"), default)).ShouldBeEmpty();
        (await pilot.People.FindByLastFourAsync(Pilot.CommunityId, "432", default)).ShouldBeEmpty();
        (await pilot.People.FindByLastFourAsync(Guid.NewGuid(), "4321", default)).ShouldBeEmpty();
    }

    [BothDatabases]
    public async Task Lists_show_masks_and_only_opening_shows_the_person(Provider provider)
    {
        await using var pilot = await PilotCommunity.OnAsync(provider);
        var aunt = await AuntWangAsync(pilot);
        var id = await pilot.People.AddAsync(aunt, default);

        var shown = (await pilot.People.OfHouseholdAsync(aunt.Household.Id, default)).Single(p => p.Id == id);

        shown.ShouldBe(new Person(id, Pilot.CommunityId, aunt.Household.Id, "王**", "139****4321", Capacity.Lessee, true, true, false));
        (await pilot.People.OpenAsync(id, default)).ShouldBe(new PersonalData("王阿姨", "13999994321"));
        (await pilot.People.OpenAsync(Guid.NewGuid(), default)).ShouldBeNull();
    }

    [BothDatabases]
    public async Task A_number_can_be_changed_and_taken_away(Provider provider)
    {
        await using var pilot = await PilotCommunity.OnAsync(provider);
        var id = await pilot.People.AddAsync(await AuntWangAsync(pilot), default);
        async Task Set(PhoneNumber? phone)
        {
            var writes = new Batch();
            pilot.People.SetPhone(writes, id, phone);
            await pilot.Database.RunAsync(writes, default);
        }

        await Set(Phone("13999990000"));
        (await pilot.People.FindByLastFourAsync(Pilot.CommunityId, "4321", default)).ShouldBeEmpty();
        (await pilot.People.FindByPhoneAsync(Pilot.CommunityId, Phone("13999990000"), default)).ShouldHaveSingleItem();

        await Set(null);
        (await pilot.People.FindByPhoneAsync(Pilot.CommunityId, Phone("13999990000"), default)).ShouldBeEmpty();
        (await pilot.People.OpenAsync(id, default)).ShouldNotBeNull().Phone.ShouldBeNull();
    }

    [BothDatabases]
    public async Task Who_moved_away_is_found_no_more(Provider provider)
    {
        await using var pilot = await PilotCommunity.OnAsync(provider);
        var id = await pilot.People.AddAsync(await AuntWangAsync(pilot), default);

        await pilot.People.LeaveAsync(id, default);

        (await pilot.People.FindByLastFourAsync(Pilot.CommunityId, "4321", default)).ShouldBeEmpty();
    }

    [BothDatabases]
    public async Task Numbers_hashed_before_a_rotation_of_keys_are_still_found(Provider provider)
    {
        await using var pilot = await PilotCommunity.OnAsync(provider);
        await pilot.People.AddAsync(await AuntWangAsync(pilot), default);
        pilot.Keys.Rotate();
        var rotated = new People(pilot.Database, pilot.ReopenKeys(), pilot.Clock);

        (await rotated.FindByPhoneAsync(Pilot.CommunityId, Phone("13999994321"), default)).ShouldHaveSingleItem().MaskedPhone.ShouldBe("139****4321");
    }

    [Theory]
    [InlineData("13812345678", "138****5678")]
    [InlineData("+86 138 1234 5678", "138****5678")]
    [InlineData("８６１３８１２３４５６７８", "138****5678")]
    [InlineData("010-6234 5678", "010****5678")]
    public void Numbers_are_read_in_one_form_and_never_written_out(string text, string masked) => Phone(text).ToString().ShouldBe(masked);

    [Theory]
    [InlineData("")]
    [InlineData("5678")]
    [InlineData("23812345678")]
    [InlineData("1381234567")]
    [InlineData("138123456789")]
    public void What_is_no_number_is_not_read_as_one(string text) => PhoneNumber.TryParse(text).ShouldBeNull();

    private static async Task<NewPerson> AuntWangAsync(PilotCommunity pilot) => new()
    {
        Household = await pilot.HouseholdAsync("6-1-101"), Name = "王阿姨", Phone = Phone("13999994321"), Capacity = Capacity.Lessee, Elder = true, Smartphone = false,
    };

    private static PhoneNumber Phone(string text) => PhoneNumber.TryParse(text).ShouldNotBeNull();
}
