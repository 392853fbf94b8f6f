using System.Data.Common;
using System.Runtime.CompilerServices;
using System.Text;
using ResidentAssistant.Evidence.Verification;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Evidence;

/// <summary>The database as the verifier reads it: everything, row by row.</summary>
internal sealed class DatabaseArchive(Database database) : IArchive
{
    /// <inheritdoc />
    public Task<IReadOnlyList<Guid>> CommunitiesAsync(CancellationToken ct) => database.QueryAsync<Guid>("""
        select community_id from evidence_trees union select community_id from evidence_heads union select distinct community_id from evidence_records order by 1
        """, null, ct);

    /// <inheritdoc />
    public async IAsyncEnumerable<ArchivedLeaf> LeavesAsync(Guid communityId, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        await using var command = connection.CreateCommand();
        command.CommandText = "select number, leaf, id, body, kind, household_id, riser_id, at from evidence_records where community_id = $1 order by number";
        command.CommandTimeout = 0;
        var parameter = command.CreateParameter();
        if (database.Dialect is Dialect.Sqlite) parameter.ParameterName = "$1";
        parameter.Value = communityId;
        command.Parameters.Add(parameter);
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
            yield return new ArchivedLeaf(row.GetInt64(0), row.GetFieldValue<byte[]>(1), new ArchivedRecord(row.GetGuid(2), Encoding.UTF8.GetBytes(row.GetString(3)),
                new ArchivedColumns(communityId, row.GetString(4), Id(row, 5), Id(row, 6), row.GetFieldValue<DateTimeOffset>(7))));
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<SignedHead>> HeadsAsync(Guid communityId, CancellationToken ct) => await Heads.OfAsync(database, communityId, ct);

    /// <inheritdoc />
    public async Task<(long Size, byte[] Root)?> TreeAsync(Guid communityId, CancellationToken ct) =>
        await database.FirstAsync<Tree>("select community_id, size, root, linked_at from evidence_trees where community_id = @communityId", new { communityId }, ct)
            is { } tree ? (tree.Size, tree.Root) : (0, MerkleTree.Empty);

    private static Guid? Id(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetGuid(column);
}
