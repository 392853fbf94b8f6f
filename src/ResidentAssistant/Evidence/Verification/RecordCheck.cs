using System.Text.Json;

namespace ResidentAssistant.Evidence.Verification;

/// <summary>A record's body against its leaf and against what the archive says beside it.</summary>
internal static class RecordCheck
{
    /// <summary>Null when all is as recorded, else what is wrong.</summary>
    public static string? Fault(ArchivedLeaf leaf, ArchivedRecord record, Guid communityId)
    {
        if (!MerkleTree.Leaf(record.Body).AsSpan().SequenceEqual(leaf.Hash)) return "its text is not the text that was numbered";
        try
        {
            var (id, community, kind, household, riser, at) = Read(record.Body);
            if (id != record.Id) return $"its text is that of record {id}";
            if (community != communityId) return $"its text belongs to community {community}";
            if (record.Columns is not { } columns) return null;
            if (columns.CommunityId != community) return "the column community_id is not what its text says";
            if (columns.Kind != kind) return $"the column kind says {columns.Kind}, its text says {kind}";
            if (columns.HouseholdId != household) return "the column household_id is not what its text says";
            if (columns.RiserId != riser) return "the column riser_id is not what its text says";
            return columns.At == at ? null : "the column at is not what its text says";
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            return "its text is not a record";
        }
    }

    // Only the outermost names count; reading them as they pass is several times faster than keeping the whole text as a tree.
    private static (Guid Id, Guid Community, string Kind, Guid? Household, Guid? Riser, DateTimeOffset At) Read(byte[] body)
    {
        var (id, community, kind, household, riser, at) = (Guid.Empty, Guid.Empty, "", (Guid?)null, (Guid?)null, DateTimeOffset.MinValue);
        var reader = new Utf8JsonReader(body);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject) throw new FormatException();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.ValueSpan;
            if (name.SequenceEqual("id"u8)) id = Next(ref reader).GetGuid();
            else if (name.SequenceEqual("community"u8)) community = Next(ref reader).GetGuid();
            else if (name.SequenceEqual("kind"u8)) kind = Next(ref reader).GetString() ?? "";
            else if (name.SequenceEqual("household"u8)) household = Next(ref reader).GetGuid();
            else if (name.SequenceEqual("riser"u8)) riser = Next(ref reader).GetGuid();
            else if (name.SequenceEqual("at"u8)) at = Next(ref reader).GetDateTimeOffset();
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        return (id, community, kind, household, riser, at);
    }

    private static ref Utf8JsonReader Next(ref Utf8JsonReader reader)
    {
        reader.Read();
        return ref reader;
    }
}
