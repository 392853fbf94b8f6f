using ResidentAssistant.Storage;

namespace ResidentAssistant.Messaging.ToStaff;

/// <summary>What only one node does at a time; by the database's clock.</summary>
internal sealed class Leases(Database database, NodeId node)
{
    private const int Seconds = 20;

    /// <summary>Takes the lease, or keeps it; false while another node has it.</summary>
    public async Task<bool> TakeAsync(string name, CancellationToken ct) => await database.ExecuteAsync($"""
        insert into leases (name, leased_by, leased_until) values (@name, @node, {database.Dialect.NowPlus(Seconds)})
        on conflict (name) do update set leased_by = @node, leased_until = excluded.leased_until
         where leases.leased_by = @node or leases.leased_until < {database.Dialect.Now}
        """, new { name, node = node.Value }, ct) == 1;

    /// <summary>Lets another node have it at once.</summary>
    public Task GiveBackAsync(string name, CancellationToken ct) =>
        database.ExecuteAsync("delete from leases where name = @name and leased_by = @node", new { name, node = node.Value }, ct);
}
