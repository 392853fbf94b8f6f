using System.Runtime.CompilerServices;
using ResidentAssistant.Evidence;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Works.Entries;

/// <summary>The photos behind the records of a flat.</summary>
internal sealed class ExportedEntryPhotos(EntryPhotos photos, Database database) : IExportedFiles
{
    /// <inheritdoc />
    public async IAsyncEnumerable<(string Name, byte[] Content)> OfAsync(ExportedRecord record, [EnumeratorCancellation] CancellationToken ct)
    {
        if (record.Kind != "entry.photo" || await database.FirstAsync<Pair>("select riser_id, household_id from entry_photos where id = @Id", new { record.Id }, ct) is not { } flat) yield break;
        if (await photos.OpenAsync(flat.RiserId, flat.HouseholdId, record.Id, ct) is { } kept) yield return ($"entries/{record.Id}.{kept.ContentType[(kept.ContentType.LastIndexOf('/') + 1)..]}", kept.Bytes);
    }

    private sealed record Pair
    {
        public required Guid RiserId { get; init; }

        public required Guid HouseholdId { get; init; }
    }
}
