using ResidentAssistant.Conversations;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Knowledge;

/// <summary>Finds out where a question is asked, as far as answers differ by community.</summary>
internal sealed class Places(Register register, Communities communities)
{
    /// <summary>The place of a community; its name is looked up only when some answer asks for it.</summary>
    public async Task<Place> OfAsync(Guid? communityId, bool named, Transaction? open, CancellationToken ct) =>
        communityId is not { } id ? Place.Unknown : new Place(id, named ? (await register.On(open).CommunityAsync(id, ct))?.Name : null);

    /// <summary>The place of somebody who only opens a page: the community named in its address, else the only one there is.</summary>
    public async Task<Place> OfPageAsync(Guid? named, CancellationToken ct) =>
        (named ?? await communities.SoleAsync(ct)) is { } id && await register.CommunityAsync(id, ct) is { } community ? new Place(id, community.Name) : Place.Unknown;

    /// <summary>The community as an address must name it: null where there is only one.</summary>
    public async Task<Guid?> InPathAsync(Guid? communityId, CancellationToken ct) => communityId is null || await communities.SoleAsync(ct) is not null ? null : communityId;
}
