using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Staff;

namespace ResidentAssistant.Registry;

/// <summary>Finds a place of the register for a colleague: what is not in their communities does not exist for them.</summary>
internal sealed class RegisterPlaces(RegisterLists lists, Register register)
{
    /// <summary>Communities of a colleague.</summary>
    public async Task<IReadOnlyList<Community>> CommunitiesAsync(CurrentStaff staff, CancellationToken ct) =>
        [.. (await register.CommunitiesAsync(ct)).Where(c => staff.Scope.Sees(c.Id))];

    /// <summary>One of them.</summary>
    public async Task<Community> CommunityAsync(CurrentStaff staff, Guid id, CancellationToken ct) =>
        (await CommunitiesAsync(staff, ct)).FirstOrDefault(c => c.Id == id) ?? throw NotFound();

    /// <summary>A building.</summary>
    public async Task<BuildingPlace> BuildingAsync(CurrentStaff staff, Guid id, CancellationToken ct) => await lists.BuildingAsync(staff.Scope, id, ct) ?? throw NotFound();

    /// <summary>A flat.</summary>
    public async Task<Household> HouseholdAsync(CurrentStaff staff, Guid id, CancellationToken ct) =>
        await register.HouseholdAsync(id, ct) is { } household && staff.Scope.Sees(household.CommunityId) ? household : throw NotFound();

    /// <summary>The flats whose letters are meant; exactly one of the ids is given.</summary>
    public async Task<LetterPlace> LettersAsync(CurrentStaff staff, Guid? community, Guid? building, Guid? entrance, Guid? flat, CancellationToken ct)
    {
        if (flat is { } one) return LetterPlace.Of(await HouseholdAsync(staff, one, ct));
        if (entrance is { } behind) return await lists.EntranceAsync(staff.Scope, behind, ct) is { } door ? LetterPlace.OfEntrance(behind, door.CommunityId, door.Id, $"{door.Number}号楼{door.Entrance}单元") : throw NotFound();
        if (building is { } house) return await BuildingAsync(staff, house, ct) is var place ? LetterPlace.OfBuilding(house, place.CommunityId, $"{place.Number}号楼") : throw NotFound();
        return LetterPlace.Of(await CommunityAsync(staff, community ?? throw NotFound(), ct));
    }

    private static RefusedException NotFound() => new("NotFound", "没有找到，可能不在您负责的小区。", StatusCodes.Status404NotFound);
}
